package org.wattward.controller.api;

import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.district.District;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;

/** Finds devices and points by what stands in an address, or says that there is none. */
record PointLookup(District district) {
  Device device(String id) {
    return district
        .site()
        .device(id)
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no device \"%s\". GET /api/v1/devices lists them.".formatted(id)));
  }

  Found point(String device, String name) {
    Device owner = device(device);
    PointTemplate point =
        owner
            .template()
            .point(name)
            .orElseThrow(() ->
                Refusal.notFound(
                    "Device %s has no point \"%s\". Its points are: %s."
                        .formatted(
                            device,
                            name,
                            String.join(
                                ", ", owner.points().stream().map(PointTemplate::name).toList()))));
    return new Found(owner, point);
  }

  /** A point that exists. */
  record Found(Device device, PointTemplate point) {
    PointId id() {
      return device.pointId(point);
    }
  }
}
