package org.wattward.controller.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.WattwardException;

class AccountsTest {
  @TempDir Path data;

  @Test
  void theFirstAdministratorIsMadeOnce() {
    String password = new Accounts(data).createFirstAdmin().orElseThrow();

    Accounts again = new Accounts(data);
    assertThat(again.createFirstAdmin()).isEmpty();
    assertThat(
            again.passwords().matches(password, again.person("admin").orElseThrow().passwordHash()))
        .isTrue();
  }

  @Test
  void neitherPasswordNorTokenStandsInTheFile() throws Exception {
    Accounts accounts = new Accounts(data);
    String password = accounts.createFirstAdmin().orElseThrow();
    String token = accounts.issueToken("scada", Role.OPERATOR, 10);

    Path file = data.resolve("accounts.json");
    assertThat(Files.readString(file)).doesNotContain(password).doesNotContain(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aTokenIssuedByAnotherProcessIsKnown() {
    Accounts running = new Accounts(data);

    String token = new Accounts(data).issueToken("scada", Role.OPERATOR, 10);

    assertThat(running.program(token)).map(Accounts.Program::name).contains("scada");
    assertThat(running.program(token + "x")).isEmpty();
  }

  @Test
  void aNewTokenReplacesTheOldOne() {
    Accounts accounts = new Accounts(data);
    String old = accounts.issueToken("scada", Role.OPERATOR, 10);
    String fresh = accounts.issueToken("scada", Role.VIEWER, 16);

    assertThat(accounts.program(old)).isEmpty();
    assertThat(accounts.program(fresh)).map(Accounts.Program::role).contains(Role.VIEWER);
  }

  @Test
  void aBrokenFileIsNamedAndNotOverwritten() throws Exception {
    Path file = data.resolve("accounts.json");
    Files.writeString(file, "{broken");

    assertThatThrownBy(() -> new Accounts(data))
        .isInstanceOf(WattwardException.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readString(file)).isEqualTo("{broken");
  }
}
