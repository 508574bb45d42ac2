package org.wattward.sim.district;

/** What a district's books add up, each since the model began. */
public enum Flow {
  /** Electricity taken from the medium voltage at the transformer, Wh. */
  IMPORT_WH,
  /** Electricity fed back at the transformer, Wh. */
  EXPORT_WH,
  /** Loss of lines and transformers, Wh. */
  LOSS_WH,
  /** What everybody draws, batteries and losses left out, Wh. */
  CONSUMPTION_WH,
  /** What PV plants made, Wh. */
  PV_WH,
  /** What PV plants could have made without a limit, Wh. */
  PV_OFFERED_WH,
  /** Electricity into batteries, Wh. */
  BATTERY_CHARGE_WH,
  /** Electricity out of batteries, Wh. */
  BATTERY_DISCHARGE_WH,
  /** Electricity of the houses' heat pumps, Wh. */
  HEAT_PUMP_WH,
  /** Heat that these gave, Wh. */
  HEAT_PUMP_HEAT_WH,
  /** Electricity of street lights and their cabinets, Wh. */
  LIGHTING_WH,
  /** Electricity of a heat source's own servers or machines, Wh. */
  SERVERS_WH,
  /** Electricity of a heat source's own coolers, Wh. */
  COOLER_WH,
  /** Electricity of boosters, Wh. */
  BOOSTER_WH,
  /** Heat that the network's customers took, Wh. */
  NETWORK_HEAT_WH,
  /** Of it what came from the store, so from waste heat and the booster, Wh. */
  STORE_HEAT_WH,
  /** Of it what had to come from elsewhere, Wh. */
  OTHER_HEAT_WH,
  /** Waste heat that was there, Wh. */
  WASTE_HEAT_THERE_WH,
  /** Waste heat that was used, Wh. */
  WASTE_HEAT_USED_WH,
  /** Rooms below 20 °C, K·h, summed over houses. */
  COLD_KH,
  /** Rooms above 26 °C, K·h, summed over houses. */
  HOT_KH,
  /** Hot water below 42 °C, K·h, summed over houses. */
  TEPID_KH,
  /** Starts of compressors. */
  STARTS,
  /** Hours that lamps burnt, summed over lamps. */
  LAMP_HOURS,
  /**
   * Hours of the dark (sun below -3 degrees) in which a segment had less than the least light of
   * its hour: class M3 with high traffic, M4 with moderate, M5 with low, M6 with low traffic
   * between midnight and five (CEN/TR 13201-1:2014); summed over segments.
   */
  TOO_DARK_H,
  /** Electricity of chargers, Wh. */
  CHARGING_WH,
  /** Heat of solar collectors, Wh. */
  SOLAR_HEAT_WH,
  /** Heat lost by the pipes of a heat network, Wh. */
  PIPE_LOSS_WH
}
