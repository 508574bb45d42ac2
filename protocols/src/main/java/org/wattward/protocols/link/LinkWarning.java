package org.wattward.protocols.link;

/**
 * What somebody must see to before a link fails; it stands until it is mended.
 *
 * @param key names it among the warnings of its link
 * @param urgent whether the link fails already, or within a day
 * @param cause what is so, a sentence
 * @param consequence what it leads to, a sentence
 * @param response what to do, a sentence
 */
public record LinkWarning(
    String key, boolean urgent, String cause, String consequence, String response) {}
