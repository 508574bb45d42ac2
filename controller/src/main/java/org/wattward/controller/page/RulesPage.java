package org.wattward.controller.page;

import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.wattward.controller.district.District;
import org.wattward.controller.security.Role;

/** The engineer's page of rule packages; everybody may look. */
@Controller
class RulesPage {
  private final District district;
  private final RoleHierarchy roles;

  RulesPage(District district, RoleHierarchy roles) {
    this.district = district;
    this.roles = roles;
  }

  @GetMapping("/rules")
  String rules(Model model, Authentication who) {
    boolean mayEdit =
        roles.getReachableGrantedAuthorities(who.getAuthorities()).stream()
            .anyMatch(
                authority -> ("ROLE_" + Role.ENGINEER.name()).equals(authority.getAuthority()));
    model.addAttribute("site", district.site());
    model.addAttribute("person", who.getName());
    model.addAttribute("mayEdit", mayEdit);
    return "rules";
  }
}
