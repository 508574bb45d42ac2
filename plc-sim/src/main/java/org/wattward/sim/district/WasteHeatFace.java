package org.wattward.sim.district;

import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.HeatPumpModel;
import org.wattward.sim.physics.ThermalStoreModel;
import org.wattward.sim.physics.WasteHeatSource;

/** What the three devices of a waste-heat plant show: source, store and booster. */
final class WasteHeatFace {
  private static final int RUNNING = 2;
  private static final int STANDBY = 1;

  private final Source source;
  private final Store store;
  private final Booster booster;

  private record Source(
      Gauge heatAvailable,
      Gauge heatPower,
      Gauge supplyTemp,
      Gauge returnTemp,
      Gauge power,
      Gauge coolerPower) {
    static Source of(SimulatedDevice device) {
      return new Source(
          Gauge.of(device, "heatAvailable"),
          Gauge.of(device, "heatPower"),
          Gauge.of(device, "supplyTemp"),
          Gauge.of(device, "returnTemp"),
          Gauge.of(device, "power"),
          Gauge.of(device, "coolerPower"));
    }
  }

  private record Store(
      Gauge topTemp,
      Gauge middleTemp,
      Gauge bottomTemp,
      Gauge stateOfCharge,
      Gauge chargePower,
      Gauge dischargePower) {
    static Store of(SimulatedDevice device) {
      return new Store(
          Gauge.of(device, "topTemp"),
          Gauge.of(device, "middleTemp"),
          Gauge.of(device, "bottomTemp"),
          Gauge.of(device, "stateOfCharge"),
          Gauge.of(device, "chargePower"),
          Gauge.of(device, "dischargePower"));
    }
  }

  private record Booster(
      Gauge power,
      Gauge heatPower,
      Gauge energyImport,
      Gauge supplyTemp,
      Gauge returnTemp,
      Gauge sourceTemp,
      Gauge state) {
    static Booster of(SimulatedDevice device) {
      return new Booster(
          Gauge.of(device, "power"),
          Gauge.of(device, "heatPower"),
          Gauge.of(device, "energyImport"),
          Gauge.of(device, "supplyTemp"),
          Gauge.of(device, "returnTemp"),
          Gauge.of(device, "sourceTemp"),
          Gauge.of(device, "state"));
    }
  }

  WasteHeatFace(WasteHeatPart.Devices devices) {
    this.source = Source.of(devices.centre());
    this.store = Store.of(devices.store());
    this.booster = Booster.of(devices.booster());
  }

  void showSource(WasteHeatSource model, double powerW, double returnC) {
    source.heatAvailable.set(model.availableW());
    source.heatPower.set(model.givenW());
    source.supplyTemp.set(model.design().outletC());
    source.returnTemp.set(returnC);
    source.power.set(powerW);
    source.coolerPower.set(model.coolingW());
  }

  void showStore(ThermalStoreModel model, double stateOfChargePercent) {
    store.topTemp.set(model.topC());
    store.middleTemp.set(model.middleC());
    store.bottomTemp.set(model.bottomC());
    store.stateOfCharge.set(stateOfChargePercent);
    store.chargePower.set(model.chargeW());
    store.dischargePower.set(model.dischargeW());
  }

  /**
   * Shows the booster.
   *
   * @param importWh its counter
   * @param supplyC what it gives
   * @param returnC what comes back to it
   * @param sourceC what comes to it from the source
   */
  void showBooster(
      HeatPumpModel model, double importWh, double supplyC, double returnC, double sourceC) {
    booster.power.set(model.electricW());
    booster.heatPower.set(model.heatW());
    booster.energyImport.set(importWh);
    booster.supplyTemp.set(supplyC);
    booster.returnTemp.set(returnC);
    booster.sourceTemp.set(sourceC);
    booster.state.set(model.running() ? RUNNING : STANDBY);
  }
}
