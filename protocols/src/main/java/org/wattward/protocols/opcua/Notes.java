package org.wattward.protocols.opcua;

import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engineer should know of a link that works nevertheless; each sentence is said once,
 * however often the session is made anew. Only the link's thread calls this.
 */
final class Notes {
  private static final Logger log = LoggerFactory.getLogger(Notes.class);
  private static final int MOST = 1000;

  private final String link;
  private final Set<String> told = new LinkedHashSet<>();

  Notes(String link) {
    this.link = link;
  }

  /** Says it, unless it was said before. */
  void tell(String sentence) {
    if (told.size() < MOST && told.add(sentence)) {
      log.warn("Link \"{}\": {}", link, sentence);
    }
  }
}
