package org.wattward.controller.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.wattward.controller.receipt.Quota;
import org.wattward.devices.WattwardException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * People and programs that may log in, kept in {@code accounts.json} of the data directory (mode
 * 600). Passwords are kept as bcrypt hashes, tokens as SHA-256 of 256 random bits. A file changed
 * by another process is read again. Safe on any thread.
 */
public final class Accounts {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FIRST_ADMIN = "admin";

  private final Path file;
  private final SecureRandom random = new SecureRandom();
  private final PasswordEncoder passwords = new BCryptPasswordEncoder(11);
  private State state = new State(List.of(), List.of());
  private @Nullable FileTime readAt;

  /** What the file holds. */
  record State(List<Person> people, List<Program> programs) {}

  /**
   * Somebody who logs in by form.
   *
   * @param name log-in name
   * @param role what they may do
   * @param passwordHash bcrypt
   */
  public record Person(String name, Role role, String passwordHash) {}

  /**
   * A program that shows a bearer token.
   *
   * @param name names it in requests and audit
   * @param role what it may do
   * @param highestLevel the highest priority level its requests may have: 1 to 16
   * @param tokenHash SHA-256 of the token, hexadecimal
   * @param quota how much it may ask for; none for the usual
   */
  public record Program(
      String name, Role role, int highestLevel, String tokenHash, @Nullable Quota quota) {
    /** How much it may ask for. */
    public Quota quotaOrUsual() {
      return quota == null ? Quota.USUAL : quota;
    }
  }

  /**
   * Opens the accounts.
   *
   * @param dataDirectory where {@code accounts.json} is or will be
   */
  public Accounts(Path dataDirectory) {
    this.file = dataDirectory.resolve("accounts.json");
    refresh();
  }

  PasswordEncoder passwords() {
    return passwords;
  }

  /**
   * Makes the administrator's account if there is no account at all.
   *
   * @return the new password, shown to nobody else and never again; empty when accounts exist
   */
  public synchronized Optional<String> createFirstAdmin() {
    refresh();
    if (!state.people.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(setPassword(FIRST_ADMIN, Role.ADMIN));
  }

  /**
   * Makes a person's account, or gives an existing one a new password and role.
   *
   * @return the new random password
   */
  public synchronized String setPassword(String name, Role role) {
    String password = randomText(12);
    refresh();
    List<Person> people = new ArrayList<>(state.people);
    people.removeIf(person -> person.name.equals(name));
    people.add(new Person(name, role, passwords.encode(password)));
    store(new State(people, state.programs));
    return password;
  }

  /**
   * Makes a program's token, or replaces its old one.
   *
   * @return the token, shown once
   */
  public String issueToken(String name, Role role, int highestLevel) {
    return issueToken(name, role, highestLevel, Quota.USUAL);
  }

  /**
   * Makes a program's token with a quota of its own, or replaces its old one.
   *
   * @return the token, shown once
   */
  public synchronized String issueToken(String name, Role role, int highestLevel, Quota quota) {
    String token = "ww_" + randomText(32);
    refresh();
    List<Program> programs = new ArrayList<>(state.programs);
    programs.removeIf(program -> program.name.equals(name));
    programs.add(new Program(name, role, highestLevel, hash(token), quota));
    store(new State(state.people, programs));
    return token;
  }

  /** Finds a person by log-in name. */
  public synchronized Optional<Person> person(String name) {
    refresh();
    return state.people.stream().filter(person -> person.name.equals(name)).findFirst();
  }

  /** Finds a program by the token it shows. */
  public synchronized Optional<Program> program(String token) {
    refresh();
    byte[] shown = hash(token).getBytes(StandardCharsets.US_ASCII);
    return state.programs.stream()
        .filter(program ->
            MessageDigest.isEqual(shown, program.tokenHash.getBytes(StandardCharsets.US_ASCII)))
        .findFirst();
  }

  private String randomText(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private void refresh() {
    try {
      if (!Files.exists(file)) {
        return;
      }
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readAt)) {
        state = JSON.readValue(Files.readAllBytes(file), State.class);
        readAt = changed;
      }
    } catch (IOException | JacksonException e) {
      throw new WattwardException(
          "The accounts in %s cannot be read: %s Maybe restore the file from a backup."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Written beside, flushed to the disk and moved into place: a crash leaves the old or the new.
   */
  private void store(State next) {
    Path fresh = file.resolveSibling("accounts.json.new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(fresh);
      if (Files.getFileStore(file.toAbsolutePath().getParent())
          .supportsFileAttributeView("posix")) {
        Files.createFile(
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(fresh);
      }
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(next)));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      state = next;
      readAt = Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The accounts cannot be written to " + file + ".", e);
    }
  }
}
