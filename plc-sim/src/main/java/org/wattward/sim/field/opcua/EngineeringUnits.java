package org.wattward.sim.field.opcua;

import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.wattward.devices.quantity.Unit;

/**
 * Units as OPC UA tells them: the letters of the UNECE Recommendation 20 code are the bytes of the
 * number (OPC 10000-8, 5.6.4.3).
 */
final class EngineeringUnits {
  private static final String NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact";
  private static final int UNKNOWN = -1;

  private EngineeringUnits() {}

  static EUInformation of(Unit unit) {
    LocalizedText symbol = LocalizedText.english(unit.symbol());
    return new EUInformation(NAMESPACE, unitId(code(unit)), symbol, symbol);
  }

  private static int unitId(String code) {
    if (code.isEmpty()) {
      return UNKNOWN;
    }
    int id = 0;
    for (int i = 0; i < code.length(); i++) {
      id = id << 8 | code.charAt(i);
    }
    return id;
  }

  private static String code(Unit unit) {
    return switch (unit) {
      case W -> "WTT";
      case KW -> "KWT";
      case WH -> "WHR";
      case KWH -> "KWH";
      case VAR -> "D44";
      case VA -> "D46";
      case VOLT -> "VLT";
      case AMPERE -> "AMP";
      case HERTZ -> "HTZ";
      case CELSIUS -> "CEL";
      case KELVIN -> "KEL";
      case PERCENT -> "P1";
      case COUNT, ONE -> "C62";
      case LUX -> "LUX";
      case W_PER_M2 -> "D54";
      case M_PER_S -> "MTS";
      case MM_PER_H -> "H67";
      case KG_PER_S -> "KGS";
      case M3_PER_H -> "MQH";
      case BAR -> "BAR";
      case HECTOPASCAL -> "A97";
      case SECOND -> "SEC";
      case MINUTE -> "MIN";
      case HOUR -> "HUR";
      case DEGREE -> "DD";
      default -> "";
    };
  }
}
