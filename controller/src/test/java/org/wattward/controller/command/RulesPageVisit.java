package org.wattward.controller.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;

/** Works on the page of rules as an engineer would, in headless Chromium. */
final class RulesPageVisit {
  private static final Path SCREENSHOT = Path.of("target/screenshots/rules.png");

  private RulesPageVisit() {}

  /** Goes there from the district's page, where somebody is logged in already. */
  static void visit(Page page) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Rules")).click();
    assertThat(page.locator("#packages tbody tr")).hasCount(6);
    button(page, "peak-limit").click();
    assertThat(page.locator("#detail h2")).containsText("peak-limit");
    assertThat(page.locator(".tag.active")).hasCount(1);

    button(page, "Test").click();
    assertThat(page.locator("#result .note")).containsText("passed");
    write(page, "powerW > demandLimit)", "powrW > demandLimit)");
    button(page, "Check").click();
    assertThat(page.locator("#result pre").first()).containsText("^");
    write(page, "powrW > demandLimit)", "powerW > demandLimit + 1)");
    page.locator("#why").fill("Looking at the page");
    button(page, "Load as a version").click();
    assertThat(page.locator("#said")).containsText("is tested");
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOT).setFullPage(true));

    page.locator("#why").fill("Looking at the page");
    button(page, "Activate").click();
    assertThat(page.locator("#said")).containsText("is in force");
    assertThat(page.locator(".tag.retired")).hasCount(1);
    page.locator("#why").fill("Looking at the page");
    button(page, "Roll back").click();
    assertThat(page.locator("#said")).containsText("in force again");
    assertThat(SCREENSHOT).isNotEmptyFile();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void write(Page page, String before, String after) {
    Locator source = page.locator("#source");
    String text = source.inputValue();
    assertThat(text).contains(before);
    source.fill(text.replace(before, after));
  }
}
