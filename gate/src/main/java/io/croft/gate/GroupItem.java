package io.croft.gate;

import java.util.List;

/**
 * What a GROUP BY groups by.
 *
 * @param column its tokens, those of a column when it is one
 * @param end where its item ends in the text, exclusive
 */
record GroupItem(List<SqlToken> column, int end) {}
