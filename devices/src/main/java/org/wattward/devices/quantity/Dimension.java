package org.wattward.devices.quantity;

/** A kind of quantity. Units of one dimension convert into each other, others do not. */
public enum Dimension {
  POWER("power"),
  REACTIVE_POWER("reactive power"),
  APPARENT_POWER("apparent power"),
  ENERGY("energy"),
  VOLTAGE("voltage"),
  CURRENT("current"),
  FREQUENCY("frequency"),
  TEMPERATURE("temperature"),
  TEMPERATURE_DIFFERENCE("temperature difference"),
  RATIO("ratio"),
  COUNT("count"),
  ILLUMINANCE("illuminance"),
  LUMINANCE("luminance"),
  IRRADIANCE("irradiance"),
  SPEED("speed"),
  MASS_FLOW("mass flow"),
  VOLUME_FLOW("volume flow"),
  PRESSURE("pressure"),
  TIME("time"),
  ANGLE("angle"),
  LENGTH("length"),
  AREA("area"),
  VOLUME("volume"),
  LINE_IMPEDANCE("impedance per length"),
  LINE_ADMITTANCE("admittance per length"),
  PRICE("price"),
  CARBON_INTENSITY("carbon intensity");

  private final String title;

  Dimension(String title) {
    this.title = title;
  }

  /** The name as it stands in sentences, for example {@code "reactive power"}. */
  public String title() {
    return title;
  }
}
