package org.wattward.controller.page;

import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.District;
import org.wattward.controller.security.Role;
import org.wattward.controller.why.Explanation;
import org.wattward.controller.why.WhyTree;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;

/** The page of the district, its "why" panel and the log-in page. */
@Controller
class DistrictPage {
  private static final int MOST = 10_000;

  private final District district;
  private final Explanation explanation;
  private final RoleHierarchy roles;

  /** How the panel writes times of today. */
  private final DateTimeFormatter times;

  DistrictPage(District district, Explanation explanation, RoleHierarchy roles) {
    this.district = district;
    this.explanation = explanation;
    this.roles = roles;
    this.times = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(district.site().timeZone());
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
      @PathVariable String device,
      @PathVariable String name,
      @RequestParam Optional<UUID> decision,
      Model model,
      Authentication who) {
    PointId id = new PointId(device, name);
    PointTemplate point =
        district
            .site()
            .point(id)
            .orElseThrow(() ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no point %s.".formatted(id)));
    Optional<Decision> shown = decision.flatMap(this::lately).or(() -> district.decision(id));
    String owner = district.site().device(device).map(Device::title).orElse(device);
    model.addAttribute("title", owner + ", " + point.title());
    WhyTree tree = new WhyTree(district.site(), district.groups(), district::reading);
    model.addAttribute("sentence", shown.map(explanation::sentence).orElse(null));
    model.addAttribute("tree", shown.map(tree::of).orElse(null));
    model.addAttribute("times", times);
    model.addAttribute("earlier", shown.isPresent() && !shown.equals(district.decision(id)));
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

  /** Decisions in memory; those before are in the record. */
  private Optional<Decision> lately(UUID id) {
    return district.latestDecisions(MOST).stream()
        .filter(decision -> decision.id().equals(id))
        .findFirst();
  }

  private boolean mayOperate(Authentication who) {
    return roles.getReachableGrantedAuthorities(who.getAuthorities()).stream()
        .anyMatch(authority -> ("ROLE_" + Role.OPERATOR.name()).equals(authority.getAuthority()));
  }
}
