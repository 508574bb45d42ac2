package org.wattward.controller.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the district's page as a building manager would, in headless Chromium. */
final class PageVisit {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOT = Path.of("target/screenshots/district.png");
  private static final Path OVERRIDES = Path.of("target/screenshots/overrides.png");
  private static final double PATIENCE_MS = 30_000;

  private PageVisit() {}

  static void visit(int port, String password) {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "The page was not looked at: there is no " + CHROMIUM + ". Install Debian's chromium.");
    Playwright.CreateOptions options =
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    try (Playwright playwright = Playwright.create(options);
        Browser browser = playwright.chromium().launch(quietChromium());
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1600, 1250))) {
      List<String> faults = new ArrayList<>();
      page.onPageError(faults::add);
      page.navigate("http://127.0.0.1:%d/".formatted(port));
      logIn(page, password);
      seeMovingValues(page);
      askWhy(page);
      overrideAndEndIt(page);
      page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOT).setFullPage(false));
      RulesPageVisit.visit(page);
      assertThat(faults).as("faults of the page's script").isEmpty();
    }
    assertThat(SCREENSHOT).isNotEmptyFile();
  }

  private static LaunchOptions quietChromium() {
    return new LaunchOptions()
        .setExecutablePath(CHROMIUM)
        .setArgs(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
  }

  private static void logIn(Page page, String password) {
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/login$"));
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
    assertThat(page.locator("#connection")).hasText("● live", patiently());
  }

  private static void seeMovingValues(Page page) {
    var power = page.locator("[data-tile=grid] b");
    assertThat(power)
        .not()
        .hasText("–", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
    String before = power.textContent();
    assertThat(power)
        .not()
        .hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
    assertThat(page.locator(".dot.GOOD").count()).isGreaterThan(30);
    assertThat(page.locator("#decisions li").first()).isVisible();
    assertThat(page.locator("#chart canvas")).isVisible();
  }

  private static void askWhy(Page page) {
    page.locator("[data-device=heatpump-07] dt button").first().click();
    assertThat(page.locator("#why .sentence")).containsText("because");
    assertThat(page.locator("#override")).isVisible();
    assertThat(page.locator("#why ul.tree > li[data-kind=SETPOINT]")).isVisible();
    assertThat(page.locator("#why li[data-kind=WRITE] > details")).isVisible();
    page.locator("#why li[data-kind=WRITE] > details > summary").click();
    assertThat(page.locator("#why li[data-kind=STEP]").first()).isVisible();
  }

  /** Sets the limit by hand, finds that in the list with its countdown, and ends it there. */
  private static void overrideAndEndIt(Page page) {
    page.locator("[data-device=heatpump-06] dt button").first().click();
    assertThat(page.locator("#override[data-point='heatpump-06/powerLimit']")).isVisible();
    page.locator("#override [name=value]").fill("5000");
    page.locator("#override [name=reason]").fill("The tenant is away.");
    page.locator("#override button.primary").click();
    var line = page.locator("#overrides li[data-point='heatpump-06/powerLimit']");
    assertThat(line).containsText("The tenant is away.", soon());
    assertThat(line).containsText("5 kW");
    assertThat(line).containsText("admin");
    assertThat(line.locator(".left"))
        .containsText(java.util.regex.Pattern.compile("\\d+ min \\d+ s left"), soon());
    page.locator("[data-device=heatpump-06] dt button").first().click();
    assertThat(page.locator("#why li[data-kind=WINNER]")).containsText("admin wants 5 kW", soon());
    page.screenshot(new Page.ScreenshotOptions().setPath(OVERRIDES).setFullPage(false));

    line.getByRole(AriaRole.BUTTON).click();
    assertThat(line).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS));
    assertThat(page.locator("#no-overrides")).isVisible();
  }

  private static LocatorAssertions.ContainsTextOptions soon() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS);
  }
}
