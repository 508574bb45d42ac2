package org.wattward.devices.site;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlReader;

/** Reads a site file; {@link SiteFormat} says what it looks like. */
public final class SiteReader {
  private final Problems problems;
  private final RulePackages packages;

  private SiteReader(Problems problems, RulePackages packages) {
    this.problems = problems;
    this.packages = packages;
  }

  /**
   * Reads a site file whose rule packages are not known.
   *
   * @throws InvalidFile with everything that is wrong, also in the site's own templates
   */
  public static Site read(Path file, Templates templates) {
    return read(file, templates, RulePackages.UNKNOWN);
  }

  /**
   * Reads a site file.
   *
   * @param file the site file; its own templates are looked for relative to it
   * @param templates the templates known beside the site's own
   * @param packages the rule packages that it may name
   * @throws InvalidFile with everything that is wrong, also in the site's own templates
   */
  public static Site read(Path file, Templates templates, RulePackages packages) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(file, problems);
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return new SiteReader(problems, packages).site(root, templates, folder);
  }

  /**
   * Reads a site from text.
   *
   * @param name the name to say in problems
   * @param folder where the site's own templates are looked for
   * @throws InvalidFile with everything that is wrong
   */
  public static Site read(
      String name, String text, Path folder, Templates templates, RulePackages packages) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(name, text, problems);
    return new SiteReader(problems, packages).site(root, templates, folder);
  }

  private Site site(Optional<YamlNode> node, Templates bundled, Path folder) {
    if (!(node.orElse(null) instanceof Mapping root)) {
      node.ifPresent(it -> SiteFormat.FILE.check(it, problems));
      problems.throwIfAny();
      throw new IllegalStateException("A site file without a problem has keys.");
    }
    SiteFormat.FILE.check(root, problems);
    Templates templates =
        root.text("templates")
            .map(own -> bundled.with(folder.resolve(own), problems))
            .orElse(bundled);
    Site site = build(root, templates);
    problems.throwIfAny();
    return site;
  }

  private Site build(Mapping root, Templates templates) {
    Mapping head = root.mapping("site").orElse(new Mapping(root.at(), "site", Map.of()));
    Fields fields = new Fields(head);
    ZoneId timeZone =
        head.get("timeZone").flatMap(node -> TimeZones.read(node, problems)).orElse(ZoneOffset.UTC);
    NetworkConfig network =
        root.mapping("network").map(new NetworkReader(problems)::read).orElse(NetworkConfig.NONE);
    List<LinkConfig> links = links(root, fields.text("id"));
    Names deviceNames = Names.of("device", root.mappings("devices"), problems);
    List<Device> devices = new DeviceSection(root, templates, links, problems).read();
    Names.of("schedule", root.mappings("schedules"), problems);
    return new Site(
        fields.text("id"),
        fields.text("title", fields.text("id")),
        timeZone,
        fields.number("latitude", Unit.DEGREE),
        fields.number("longitude", Unit.DEGREE),
        links,
        devices,
        zones(root, deviceNames, devices),
        network,
        schedules(root, deviceNames, devices),
        new ParameterReader(packages, problems).read(root.mapping("parameters")),
        head.text("ruleActivation").filter(SiteFormat.FOUR_EYES::equals).isPresent(),
        publish(root, fields.text("id")),
        head.mapping("holidays").map(new HolidayReader(problems)::read).orElse(HolidayConfig.NONE),
        root.mapping("orders").map(new OrderSection(fields.text("id"), problems)::read),
        fields.duration("overrideReminder", Site.USUAL_REMINDER));
  }

  private Optional<PublishConfig> publish(Mapping root, String siteId) {
    LinkReader reader = new LinkReader(siteId, problems);
    root.mapping("publish").ifPresent(reader::checkPublish);
    return root.mapping("publish").map(reader::publish);
  }

  private List<LinkConfig> links(Mapping root, String siteId) {
    Names.of("link", root.mappings("links"), problems);
    LinkReader reader = new LinkReader(siteId, problems);
    root.mappings("links").forEach(reader::check);
    return root.mappings("links").stream()
        .filter(SiteFormat.LINK::accepts)
        .map(reader::read)
        .toList();
  }

  private List<ScheduleConfig> schedules(Mapping root, Names names, List<Device> devices) {
    Map<String, Device> byId = new LinkedHashMap<>();
    devices.forEach(device -> byId.putIfAbsent(device.id(), device));
    ScheduleReader reader = new ScheduleReader(names, byId, hasHolidays(root), problems);
    root.mappings("schedules").forEach(reader::check);
    return root.mappings("schedules").stream()
        .filter(ScheduleFormat.SCHEDULE::accepts)
        .map(reader::read)
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean hasHolidays(Mapping root) {
    return root.mapping("site").flatMap(head -> head.get("holidays")).isPresent();
  }

  private List<Zone> zones(Mapping root, Names names, List<Device> devices) {
    Names.of("zone", root.mappings("zones"), problems);
    return root.mappings("zones").stream()
        .filter(SiteFormat.ZONE::accepts)
        .map(zone -> zone(zone, names, devices))
        .toList();
  }

  private Zone zone(Mapping zone, Names names, List<Device> devices) {
    Fields fields = new Fields(zone);
    Set<String> members = new LinkedHashSet<>();
    zone.items("devices").forEach(item -> members.addAll(members(item, names)));
    List<Device> known = devices.stream().filter(it -> members.contains(it.id())).toList();
    List<String> rulePackages = new ArrayList<>();
    for (YamlNode item : zone.items("packages")) {
      checkPackage(item);
      rulePackages.add(item instanceof YamlNode.Scalar scalar ? scalar.value() : "");
    }
    return new Zone(
        fields.text("id"),
        fields.text("title", fields.text("id")),
        Arrays.stream(Zone.Kind.values())
            .filter(kind -> Spelling.word(kind).equals(fields.text("kind")))
            .findFirst()
            .orElse(Zone.Kind.BUILDING),
        List.copyOf(members),
        rulePackages,
        fields.duration("tick", Duration.ofSeconds(1)),
        zone.mappings("changes").stream()
            .filter(SiteFormat.CHANGES::accepts)
            .map(changes -> changeLimit(changes, known))
            .toList());
  }

  private ChangeLimit changeLimit(Mapping mapping, List<Device> members) {
    Fields fields = new Fields(mapping);
    List<String> writable =
        members.stream()
            .flatMap(device -> device.points().stream())
            .filter(PointTemplate::isWritable)
            .map(PointTemplate::name)
            .distinct()
            .toList();
    if (!writable.contains(fields.text("point"))) {
      problems.add(
          mapping.get("point").orElse(mapping),
          "No device of the zone has a writable point \"%s\".".formatted(fields.text("point")),
          Nearest.advice(fields.text("point"), writable, "writable points"));
    }
    return new ChangeLimit(
        fields.text("point"),
        fields.number("share", Unit.PERCENT) / 100,
        fields.duration("in", Duration.ZERO));
  }

  private List<String> members(YamlNode item, Names devices) {
    String text = item instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    if (!text.contains("*")) {
      devices.check(item, problems);
      return List.of(text);
    }
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    List<String> found =
        devices.all().stream().filter(id -> pattern.matcher(id).matches()).toList();
    if (found.isEmpty()) {
      problems.add(
          item,
          "No device's id is like \"%s\".".formatted(text),
          Nearest.advice(text, devices.all(), "devices"));
    }
    return found;
  }

  private void checkPackage(YamlNode item) {
    if (packages.known()
        && item instanceof YamlNode.Scalar name
        && !packages.parameters().containsKey(name.value())) {
      problems.add(
          item,
          "There is no rule package \"%s\".".formatted(name.value()),
          Nearest.advice(name.value(), packages.parameters().keySet(), "rule packages"));
    }
  }
}
