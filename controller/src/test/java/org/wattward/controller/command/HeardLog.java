package org.wattward.controller.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the product writes to its log at INFO and above while it is open. */
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.wattward");
  private final List<String> sentences = new CopyOnWriteArrayList<>();

  private HeardLog() {}

  static HeardLog listening() {
    HeardLog log = new HeardLog();
    log.start();
    log.logger.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
      sentences.add(event.getFormattedMessage());
    }
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
