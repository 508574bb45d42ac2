package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanAddressTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.7                                | {id: scanned, type: modbus-tcp, host: 10.0.0.7, port: 502}
          meter.lan:1502                          | {id: scanned, type: modbus-tcp, host: meter.lan, port: 1502}
          [fe80::1]:502                           | {id: scanned, type: modbus-tcp, host: "fe80::1", port: 502}
          tls://10.0.0.7                          | {id: scanned, type: modbus-tcp, host: 10.0.0.7, port: 802, carrier: tls}
          rtu-over-tcp://10.0.0.7:4001            | {id: scanned, type: modbus-tcp, host: 10.0.0.7, port: 4001, carrier: rtu-over-tcp}
          udp://10.0.0.7                          | {id: scanned, type: modbus-tcp, host: 10.0.0.7, port: 502, carrier: udp}
          serial:///dev/ttyUSB0                   | {id: scanned, type: modbus-serial, port: /dev/ttyUSB0, baudRate: 9600, parity: even, stopBits: 1}
          serial:///dev/ttyUSB0?baud=38400&parity=none&stop=2 | {id: scanned, type: modbus-serial, port: /dev/ttyUSB0, baudRate: 38400, parity: none, stopBits: 2}
          """)
  void anAddressBecomesAnEntryOfASiteFile(String address, String entry) {
    assertThat(ScanAddress.of(address, TIMEOUT).orElseThrow().entry()).isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.7",
        "10.0.0.7:0",
        "10.0.0.7:65536",
        "10.0.0.7:",
        "serial:///dev/ttyUSB0?speed=9600",
        "serial:///dev/ttyUSB0?stop=3"
      })
  void whatIsNoAddressIsNotGuessed(String address) {
    assertThat(ScanAddress.of(address, TIMEOUT)).isEmpty();
  }
}
