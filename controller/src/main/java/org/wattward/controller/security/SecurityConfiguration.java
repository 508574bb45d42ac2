package org.wattward.controller.security;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Everything needs a log in: a form for people, a bearer token for programs. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

  /**
   * Programs show their token with every call: no cookie that could be abused, hence no session, no
   * form and nothing to be remembered. A scheduler calls thousands of times a second.
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain programs(HttpSecurity http, Accounts accounts) throws Exception {
    http.securityMatcher(BearerTokenFilter::carriesToken)
        .authorizeHttpRequests(SecurityConfiguration::whoMayWhat)
        .addFilterBefore(new BearerTokenFilter(accounts), AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .securityContext(
            kept -> kept.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(AbstractHttpConfigurer::disable)
        .headers(headers ->
            headers
                .defaultsDisabled()
                .cacheControl(Customizer.withDefaults())
                .contentTypeOptions(Customizer.withDefaults()))
        .exceptionHandling(faults ->
            faults.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)));
    return http.build();
  }

  private static void whoMayWhat(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules) {
    rules
        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
        .permitAll()
        .requestMatchers("/login", "/assets/page.css", "/assets/favicon.svg")
        .permitAll()
        .requestMatchers(HttpMethod.GET, "/**")
        .hasRole(Role.VIEWER.name())
        .requestMatchers("/api/v1/rules/**", "/api/v1/schedules/**", "/api/v1/commissioning/**")
        .hasRole(Role.ENGINEER.name())
        .anyRequest()
        .hasRole(Role.OPERATOR.name());
  }

  /** Each of a dozen filters would be timed at each call, which costs more than they do. */
  @Bean
  static SecurityObservationSettings filtersAreNotTimed() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  SecurityFilterChain everybodyElse(HttpSecurity http) throws Exception {
    RequestMatcher api = request -> request.getRequestURI().startsWith("/api/");
    http.authorizeHttpRequests(SecurityConfiguration::whoMayWhat)
        .formLogin(form -> form.loginPage("/login").defaultSuccessUrl("/", true).permitAll())
        .logout(logout -> logout.logoutSuccessUrl("/login?out"))
        .exceptionHandling(faults ->
            faults.defaultAuthenticationEntryPointFor(
                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), api))
        .headers(headers ->
            headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY)));
    return http.build();
  }

  @Bean
  static RoleHierarchy roles() {
    return RoleHierarchyImpl.fromHierarchy(Role.hierarchy());
  }

  @Bean
  PasswordEncoder passwords(Accounts accounts) {
    return accounts.passwords();
  }

  @Bean
  UserDetailsService people(Accounts accounts) {
    return name ->
        accounts
            .person(name)
            .map(person ->
                User.withUsername(person.name())
                    .password(person.passwordHash())
                    .roles(person.role().name())
                    .build())
            .orElseThrow(() -> new UsernameNotFoundException("Nobody is called " + name + "."));
  }
}
