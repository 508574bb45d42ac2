package org.wattward.controller.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The REST interface, put together. */
@Configuration(proxyBeanMethods = false)
@Import({
  ApiErrors.class,
  DistrictApi.class,
  AlarmApi.class,
  EventApi.class,
  GroupApi.class,
  HistoryApi.class,
  BalanceApi.class,
  CommissioningApi.class,
  OverrideApi.class,
  RequestApi.class,
  RuleApi.class,
  ScheduleApi.class,
  SchedulerApi.class,
  SeriesApi.class,
  StreamApi.class
})
public class ApiConfiguration {
  private static final String TOKEN = "token";

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Wattward")
                .version("v1")
                .description("The energy of a city district: seen, decided, and always with a why.")
                .license(new License().name("EPL-2.0")))
        .components(
            new Components()
                .addSecuritySchemes(
                    TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList(TOKEN));
  }
}
