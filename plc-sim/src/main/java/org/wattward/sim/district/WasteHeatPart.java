package org.wattward.sim.district;

import java.util.Optional;
import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.HeatPumpModel;
import org.wattward.sim.physics.SolarCollectorModel;
import org.wattward.sim.physics.ThermalStoreModel;
import org.wattward.sim.physics.WasteHeatSource;

/**
 * A data centre whose waste heat is lifted by a booster heat pump into a store, from which a small
 * heat network draws. Heat that the network needs and the store cannot give comes from elsewhere.
 */
final class WasteHeatPart implements Part {
  private static final double WATER_J_PER_KG_K = 4180;
  private static final double SUPPLY_C = 65;
  private static final double RETURN_C = 35;
  private static final double USEFUL_TOP_C = 45;
  private static final double STORE_FULL_BOTTOM_C = 56;
  private static final double STORE_ROOM_C = 15;
  private static final double IDLE_SOURCE_C = 14;
  private static final double SOURCE_DROP_K = 8;
  private static final double REACTIVE_SHARE = 0.2;

  private final SimulatedDevice centre;
  private final SimulatedDevice boosterDevice;
  private final int centreBus;
  private final int boosterBus;
  private final double serversW;
  private final HeatCustomers customers;
  private final Optional<SolarCollectorModel> collectors;
  private final WasteHeatSource source = new WasteHeatSource(WasteHeatSource.Design.dataCentre());
  private final ThermalStoreModel store;
  private final HeatPumpModel booster;
  private final Energy boosterEnergy = new Energy(3e6, 0);
  private final Flicker servers;
  private final WasteHeatFace face;
  private final int divert;
  private final int powerSetpoint;
  private double centreW;
  private double wantedW;
  private double solarW;
  private long starts;
  private double idleSupplyC = 40;

  /** The three devices that belong together. */
  record Devices(SimulatedDevice centre, SimulatedDevice store, SimulatedDevice booster) {}

  /**
   * What there is.
   *
   * @param serversW what the data centre's servers draw on average
   * @param store the store
   * @param booster the heat pump
   * @param customers who takes the heat
   * @param collectors solar collectors that heat the store, too
   */
  record Plant(
      double serversW,
      ThermalStoreModel store,
      HeatPumpModel booster,
      HeatCustomers customers,
      Optional<SolarCollectorModel> collectors) {}

  /** The heat network. */
  WasteHeatPart(Devices devices, Feeder feeder, Plant plant, SplittableRandom random) {
    this.centre = devices.centre();
    this.face = new WasteHeatFace(devices);
    this.boosterDevice = devices.booster();
    this.centreBus = feeder.bus(centre.device());
    this.boosterBus = feeder.bus(boosterDevice.device());
    this.serversW = plant.serversW();
    this.store = plant.store();
    this.booster = plant.booster();
    this.customers = plant.customers();
    this.collectors = plant.collectors();
    this.servers = new Flicker(random.split(), 0.06, 300);
    this.divert = centre.slot("divert");
    this.powerSetpoint = boosterDevice.slot("powerSetpoint");
    layer();
  }

  /** Half an hour of charging, so that the store begins with layers. */
  private void layer() {
    double kgPerS = store.design().volumeM3() * 1000 / 3 / 1800;
    store.step(1800, kgPerS, SUPPLY_C, 0, RETURN_C, STORE_ROOM_C);
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    double nowW = serversW * (1 + servers.next(moment.seconds()));
    boolean diverted = centre.command(divert, 0) != 0;
    stepBooster(moment, nowW * source.design().captureShare(), diverted);
    source.step(nowW, diverted, booster.running() ? booster.sourceHeatW() : 0);
    stepStore(moment);
    centreW = nowW + source.coolingW();
    boosterEnergy.add(booster.electricW(), moment.hours());
    feeder.book(centreBus, centreW, REACTIVE_SHARE * centreW);
    double boosterW = booster.electricW() + customers.pumpW();
    feeder.book(boosterBus, boosterW, REACTIVE_SHARE * boosterW);
  }

  private void stepBooster(Moment moment, double availableW, boolean diverted) {
    if (!diverted) {
      booster.halt(moment.seconds()); // no flow, no source
      return;
    }
    double sourceC = source.design().outletC();
    boolean full = store.bottomC() > STORE_FULL_BOTTOM_C;
    double mostW = availableW / Math.max(0.5, booster.effectiveCop(sourceC, SUPPLY_C) - 1);
    double wishedW = boosterDevice.command(powerSetpoint, 0);
    booster.step(moment.seconds(), full ? 0 : Math.min(wishedW, mostW), sourceC, SUPPLY_C);
  }

  private void stepStore(Moment moment) {
    double bottomC = store.bottomC();
    solarW = bottomC > STORE_FULL_BOTTOM_C ? 0 : solarW(moment, (bottomC + SUPPLY_C) / 2);
    double chargeKgPerS =
        (booster.heatW() + solarW) / (WATER_J_PER_KG_K * Math.max(5, SUPPLY_C - bottomC));
    double topC = store.topC();
    wantedW = customers.needW(moment);
    double dischargeKgPerS =
        topC < USEFUL_TOP_C ? 0 : wantedW / (WATER_J_PER_KG_K * (topC - RETURN_C));
    store.step(moment.seconds(), chargeKgPerS, SUPPLY_C, dischargeKgPerS, RETURN_C, STORE_ROOM_C);
    customers.take(moment, store.dischargeW());
    idleSupplyC +=
        booster.running() ? SUPPLY_C - idleSupplyC : (20 - idleSupplyC) * moment.hours() / 3;
  }

  private double solarW(Moment moment, double fluidC) {
    return collectors
        .map(field -> field.heatW(RoofPlant.sun(moment), RoofPlant.weather(moment), fluidC))
        .orElse(0.0);
  }

  @Override
  public void account(Moment moment, Books books) {
    double hours = moment.hours();
    books.add(Flow.SERVERS_WH, (centreW - source.coolingW()) * hours);
    books.add(Flow.COOLER_WH, source.coolingW() * hours);
    books.add(Flow.BOOSTER_WH, booster.electricW() * hours);
    books.add(Flow.CONSUMPTION_WH, (centreW + booster.electricW() + customers.pumpW()) * hours);
    books.add(Flow.NETWORK_HEAT_WH, customers.demandW() * hours);
    books.add(Flow.STORE_HEAT_WH, store.dischargeW() * hours);
    books.add(Flow.OTHER_HEAT_WH, Math.max(0, wantedW - store.dischargeW()) * hours);
    books.add(Flow.PIPE_LOSS_WH, customers.pipeLossW() * hours);
    books.add(Flow.SOLAR_HEAT_WH, solarW * hours);
    books.add(Flow.WASTE_HEAT_THERE_WH, source.availableW() * hours);
    books.add(Flow.WASTE_HEAT_USED_WH, source.givenW() * hours);
    books.add(Flow.STARTS, (double) booster.starts() - starts);
    starts = booster.starts();
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    double givenShare = source.availableW() > 0 ? source.givenW() / source.availableW() : 0;
    double outletC = source.design().outletC();
    face.showSource(source, centreW, outletC - SOURCE_DROP_K * givenShare);
    face.showStore(store, stateOfChargePercent());
    boolean diverted = centre.command(divert, 0) != 0;
    face.showBooster(
        booster,
        boosterEnergy.importWh(),
        idleSupplyC,
        store.bottomC(),
        diverted ? outletC - givenShare : IDLE_SOURCE_C);
  }

  private double stateOfChargePercent() {
    double fullWh =
        store.design().volumeM3() * 1000 * WATER_J_PER_KG_K * (SUPPLY_C - RETURN_C) / 3600;
    return Math.clamp(100 * store.storedWh(RETURN_C) / fullWh, 0, 100);
  }
}
