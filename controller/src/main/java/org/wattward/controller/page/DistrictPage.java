package org.wattward.controller.page;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.wattward.controller.api.Views.DecisionView;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.District;
import org.wattward.controller.security.Role;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;

/** The page of the district, its "why" panel and the log-in page. */
@Controller
class DistrictPage {
  private final District district;
  private final Explanation explanation;
  private final RoleHierarchy roles;

  DistrictPage(District district, Explanation explanation, RoleHierarchy roles) {
    this.district = district;
    this.explanation = explanation;
    this.roles = roles;
  }

  @GetMapping("/login")
  String login() {
    return "login";
  }

  @GetMapping("/")
  String district(Model model, Authentication who) {
    Overview overview = new Overview(district);
    model.addAttribute("site", district.site());
    model.addAttribute("headMeter", overview.headMeter().map(Device::id).orElse(""));
    model.addAttribute("tiles", overview.tiles());
    model.addAttribute("groups", overview.groups());
    model.addAttribute("person", who.getName());
    model.addAttribute("mayOperate", mayOperate(who));
    return "district";
  }

  @GetMapping("/why/{device}/{name}")
  String why(
      @PathVariable String device, @PathVariable String name, Model model, Authentication who) {
    PointId id = new PointId(device, name);
    PointTemplate point =
        district
            .site()
            .point(id)
            .orElseThrow(() ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no point %s.".formatted(id)));
    Optional<Decision> decision = district.decision(id);
    String owner = district.site().device(device).map(Device::title).orElse(device);
    model.addAttribute("title", owner + ", " + point.title());
    model.addAttribute("decision", decision.map(this::view).orElse(null));
    model.addAttribute("point", id.toString());
    model.addAttribute("unit", point.unit().symbol());
    model.addAttribute("min", bound(point, true));
    model.addAttribute("max", bound(point, false));
    model.addAttribute("mayOperate", point.isWritable() && mayOperate(who));
    return "why :: why";
  }

  private static @Nullable Double bound(PointTemplate point, boolean lower) {
    return point.writing().map(writing -> lower ? writing.min() : writing.max()).orElse(null);
  }

  private DecisionView view(Decision decision) {
    return DecisionView.of(decision, explanation.sentence(decision));
  }

  private boolean mayOperate(Authentication who) {
    return roles.getReachableGrantedAuthorities(who.getAuthorities()).stream()
        .anyMatch(authority -> ("ROLE_" + Role.OPERATOR.name()).equals(authority.getAuthority()));
  }
}
