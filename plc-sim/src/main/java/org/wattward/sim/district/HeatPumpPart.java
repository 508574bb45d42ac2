package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;

/** A heat pump behind a connection's meter, with the house it heats. */
final class HeatPumpPart implements Part {
  /** Reactive power of a compressor's inverter per active power, power factor 0.97. */
  private static final double REACTIVE_SHARE = 0.25;

  private static final int OFF = 0;
  private static final int STANDBY = 1;
  private static final int HEATING = 2;
  private static final int HOT_WATER = 3;
  private static final double ANY_POWER_W = 1e9;

  private static final double COLD_BELOW_C = 20;
  private static final double HOT_ABOVE_C = 26;
  private static final double TEPID_BELOW_C = 42;

  private final SimulatedDevice device;
  private final int bus;
  private final HeatedHouse house;
  private final Energy energy;
  private final Flicker flicker;
  private final int sgReady;
  private final int powerLimit;
  private final int powerSetpoint;
  private final int supplyTempSetpoint;
  private final Gauge power;
  private final Gauge heatPower;
  private final Gauge energyImport;
  private final Gauge supplyTemp;
  private final Gauge returnTemp;
  private final Gauge sourceTemp;
  private final Gauge outdoorTemp;
  private final Gauge roomTemp;
  private final Gauge bufferTemp;
  private final Gauge hotWaterTemp;
  private final Gauge state;
  private final Gauge sgReadyState;
  private double electricW;
  private long starts;

  HeatPumpPart(SimulatedDevice device, Feeder feeder, HouseDesign design, SplittableRandom random) {
    this.device = device;
    this.bus = feeder.bus(device.device());
    this.house =
        new HeatedHouse(design, 19.8 + 1.2 * random.nextDouble(), 44 + 7 * random.nextDouble());
    this.energy = new Energy(1e6 + 8e6 * random.nextDouble(), 0);
    this.flicker = new Flicker(random.split(), 0.01, 10);
    this.sgReady = device.slot("sgReady");
    this.powerLimit = device.slot("powerLimit");
    this.powerSetpoint = device.slot("powerSetpoint");
    this.supplyTempSetpoint = device.slot("supplyTempSetpoint");
    this.power = Gauge.of(device, "power");
    this.heatPower = Gauge.of(device, "heatPower");
    this.energyImport = Gauge.of(device, "energyImport");
    this.supplyTemp = Gauge.of(device, "supplyTemp");
    this.returnTemp = Gauge.of(device, "returnTemp");
    this.sourceTemp = Gauge.of(device, "sourceTemp");
    this.outdoorTemp = Gauge.of(device, "outdoorTemp");
    this.roomTemp = Gauge.of(device, "roomTemp");
    this.bufferTemp = Gauge.of(device, "bufferTemp");
    this.hotWaterTemp = Gauge.of(device, "hotWaterTemp");
    this.state = Gauge.of(device, "state");
    this.sgReadyState = Gauge.of(device, "sgReadyState");
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    house.step(moment, wish());
    electricW = house.electricW() * (1 + flicker.next(moment.seconds()));
    energy.add(electricW, moment.hours());
    feeder.book(bus, electricW, REACTIVE_SHARE * electricW);
  }

  private HeatedHouse.Wish wish() {
    return new HeatedHouse.Wish(
        (int) Math.round(device.command(sgReady, 2)),
        device.command(powerLimit, ANY_POWER_W),
        device.command(powerSetpoint, 0),
        device.command(supplyTempSetpoint, Double.NaN));
  }

  @Override
  public void account(Moment moment, Books books) {
    double hours = moment.hours();
    books.add(Flow.HEAT_PUMP_WH, electricW * hours);
    books.add(Flow.CONSUMPTION_WH, electricW * hours);
    books.add(Flow.HEAT_PUMP_HEAT_WH, house.heatW() * hours);
    books.add(Flow.COLD_KH, Math.max(0, COLD_BELOW_C - house.roomC()) * hours);
    books.add(Flow.HOT_KH, Math.max(0, house.roomC() - HOT_ABOVE_C) * hours);
    books.add(Flow.TEPID_KH, Math.max(0, TEPID_BELOW_C - house.tankC()) * hours);
    books.add(Flow.STARTS, (double) house.starts() - starts);
    starts = house.starts();
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    power.set(electricW);
    heatPower.set(house.heatW());
    energyImport.set(energy.importWh());
    supplyTemp.set(house.supplyC());
    returnTemp.set(house.returnC());
    sourceTemp.set(house.sourceC());
    outdoorTemp.set(moment.weather().outdoorC());
    roomTemp.set(house.roomC());
    bufferTemp.set(house.bufferC());
    hotWaterTemp.set(house.tankC());
    state.set(state());
    sgReadyState.set(device.command(sgReady, 2));
  }

  private int state() {
    if (!house.running()) {
      boolean locked = device.command(sgReady, 2) == 1;
      return locked ? OFF : STANDBY;
    }
    return house.heatingTank() ? HOT_WATER : HEATING;
  }
}
