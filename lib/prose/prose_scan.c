/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_scan.h"

#include <string.h>

#include "formats/format_capture.h"
#include "base/lines.h"
#include "prose/prose_header.h"

/* More matches are not kept, which is told: four for each of 9,000 recipients,
 * almost as many as are read by default. */
#define MAX_MATCHES 36000
/* Recipients in one line of a list. */
#define MAX_IN_LINE 64

/* What lists give: an address, and words behind it. */
static const Pattern listed = {
    .role = ROLE_RECIPIENT, .statement = G_MAXUINT - 1, .at_line = TRUE};

/* What stands below a line: all matches in the line ask. */
typedef struct {
  gsize line;   /* where it starts; 0: nothing was looked at */
  gsize text;   /* where something stands */
  gsize header; /* where a mail's header starts, or NOWHERE */
  gsize lower;  /* the same one line below */
} Below;

typedef struct {
  ProseScan *scan;
  const Folded *folded;
  HeaderRun run;
  Below below;
  gsize line_end; /* of the line at which patterns were run */
  gboolean in_list;
  gboolean own_list;   /* the format's, not a general one */
  gboolean announced;  /* in this line */
  gboolean has_listed; /* an address was read */
  gboolean in_entry;   /* in the paragraph of one */
  gboolean ends;       /* general words in this line may end the list */
  gsize list_start;
  BounceAction action; /* of those in the list, 0: not told */
  gboolean fails;      /* this line says that mail did not arrive */
} Scanner;

gboolean
prose_is_plain(const Match *match)
{
  return match->pattern == &listed;
}

/* The start of the line below a match, which may end below its own. */
static gsize
line_below(const Scanner *scanner, const Match *match)
{
  const Folded *folded = scanner->folded;
  return match->end <= scanner->line_end
             ? MIN(scanner->line_end + 1, folded->length)
             : line_next(folded->text, folded->length, match->end);
}

/* Rulers, what stands between them, and the "From " line of a mailbox. */
static gboolean
is_decoration(const char *line, gsize length)
{
  if (g_str_has_prefix(line, "--") || g_str_has_prefix(line, "from "))
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalnum(line[i]))
      return FALSE;
  return TRUE;
}

/* Where a mail's header starts, after lines that only decorate. */
static gsize
find_header(const Folded *folded, gsize at)
{
  for (guint tries = 0; tries < 6; tries++) {
    at = skip_space(folded, at);
    gsize end = line_end(folded->text, folded->length, at);
    if (header_line_is_field(folded->text + at, end - at))
      return at;
    if (at >= folded->length || !is_decoration(folded->text + at, end - at))
      return NOWHERE;
    at = end;
  }
  return NOWHERE;
}

static const Below *
look_below(Scanner *scanner, gsize line)
{
  const Folded *folded = scanner->folded;
  if (scanner->below.line != line)
    scanner->below = (Below){
        line, skip_space(folded, line), find_header(folded, line),
        find_header(folded, line_next(folded->text, folded->length, line))};
  return &scanner->below;
}

/* Whether only what decorates stands before a match in its line. */
static gboolean
starts_line(const Folded *folded, const Match *match)
{
  gsize at = match->start;
  while (at && folded->text[at - 1] != '\n') {
    guchar c = (guchar)folded->text[--at];
    if (c >= 0x80 || g_ascii_isalnum(c))
      return FALSE;
  }
  return TRUE;
}

/* The header of the original that a match announces, or NOWHERE. */
static gsize
find_original(Scanner *scanner, const Match *match)
{
  const Folded *folded = scanner->folded;
  gsize at = match->start, end = scanner->line_end;
  if (match->pattern->role == ROLE_ORIGINAL_AFTER) {
    const Below *below = look_below(scanner, line_below(scanner, match));
    /* The sentence may end in the line below. */
    return below->header != NOWHERE ? below->header : below->lower;
  }
  if (header_line_is_field(folded->text + at, end - at))
    return at;
  return is_decoration(folded->text + at, end - at)
             ? look_below(scanner, line_next(folded->text, folded->length, end))
                   ->header
             : NOWHERE;
}

/* The original starts here: nothing after it belongs to the report. At the
 * text's end, a sentence that only holds such words announces nothing. */
static gboolean
end_report(Scanner *scanner, const Match *match, gboolean own)
{
  const Folded *folded = scanner->folded;
  gsize header = find_original(scanner, match);
  gboolean found = header != NOWHERE;
  if (!own && !found &&
      (match->pattern->role == ROLE_ORIGINAL_FROM ||
       scanner->below.text < folded->length || !starts_line(folded, match)))
    return FALSE;
  scanner->scan->end = match->start;
  if (found)
    scanner->scan->original = (gssize)folded_offset(folded, header);
  return TRUE;
}

static void
start_report(Scanner *scanner, const Match *match)
{
  gsize at = match->pattern->role == ROLE_REPORT_FROM
                 ? match->start
                 : line_below(scanner, match);
  scanner->scan->start = at;
  g_array_set_size(scanner->scan->own, 0);
  g_array_set_size(scanner->scan->general, 0);
}

/* Acts on the matches from `first` on. TRUE when the report ends. */
static gboolean
act(Scanner *scanner, GArray *matches, guint first, gboolean own)
{
  for (guint i = first; i < matches->len; i++) {
    Match match = g_array_index(matches, Match, i);
    switch (match.pattern->role) {
    case ROLE_ORIGINAL_AFTER:
    case ROLE_ORIGINAL_FROM:
      if (end_report(scanner, &match, own))
        return TRUE;
      break;
    case ROLE_REPORT_UNTIL:
      scanner->scan->end = match.start;
      return TRUE;
    case ROLE_REPORT_AFTER:
    case ROLE_REPORT_FROM:
      /* A gateway's warning stands above all; below, it starts nothing. */
      if (!own && first)
        break;
      start_report(scanner, &match);
      return FALSE;
    case ROLE_LIST_AFTER:
      /* Of several words in a line, those that say more count. */
      if (!scanner->fails && (match.pattern->value || !scanner->announced))
        scanner->action = match.pattern->value;
      scanner->own_list = own || (scanner->in_list && scanner->own_list);
      scanner->in_list = scanner->announced = TRUE;
      scanner->has_listed = FALSE;
      scanner->list_start = match.end;
      break;
    case ROLE_ACTION:
      /* What announces others. */
      if (match.pattern->value > BOUNCE_ACTION_DELAYED || scanner->announced)
        break;
      scanner->fails = TRUE;
      scanner->action = 0;
      break;
    case ROLE_LIST_UNTIL:
      if (own)
        scanner->in_list = FALSE;
      scanner->ends = TRUE;
      break;
    case ROLE_CLIENT:
    case ROLE_SERVER:
      scanner->in_list = FALSE;
      break;
    default:
      break;
    }
  }
  return FALSE;
}

/* Dashes and the like set a list apart from what follows. */
static gboolean
is_ruler(const char *text, gsize start, gsize end)
{
  return start + 4 <= end && strchr("-=_*~#", text[start]) &&
         text[start + 1] == text[start] && text[start + 2] == text[start];
}

/* In a list, an address is a recipient whatever else it looks like. */
static gboolean
mark_listed(const Scanner *scanner, GArray *matches, guint first)
{
  gboolean found = FALSE;
  for (guint i = first; i < matches->len; i++) {
    Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role != ROLE_RECIPIENT)
      continue;
    match->action = scanner->action;
    found = match->listed = TRUE;
  }
  return found;
}

/* Sorts the last match among those of its line. */
static void
sort_last(GArray *matches, guint first)
{
  for (guint i = matches->len - 1; i > first; i--) {
    Match *match = &g_array_index(matches, Match, i), before = match[-1];
    if (before.start <= match->start)
      break;
    match[-1] = *match;
    *match = before;
  }
}

/* One that a list names without a pattern; `words` is where what is said of
 * it starts, NOWHERE: another one follows. */
static void
add_listed(Scanner *scanner, gsize at, const Piece *piece, gsize words,
           gsize end, GArray *matches, guint first)
{
  const Folded *folded = scanner->folded;
  Match match = {.pattern = &listed,
                 .start = at,
                 .end = words == NOWHERE ? at + piece->length : words,
                 .listed = TRUE,
                 .action = scanner->action,
                 .n = 1};
  match.captured[0] =
      captured_between(folded, CAPTURE_ADDRESS, at + piece->start,
                       at + piece->start + piece->length);
  if (words != NOWHERE) {
    while (words < end && strchr(" :;,)>-", folded->text[words]))
      words++;
    match.open = TRUE;
    match.captured[match.n++] =
        captured_between(folded, CAPTURE_TEXT, words, end);
  }
  g_array_append_val(matches, match);
  sort_last(matches, first);
}

/* The next address in a line of them, where only what separates stands before
 * it; returns its length, 0: none. */
static gsize
next_listed(const char *text, gsize *at, gsize end, Piece *piece)
{
  gsize start = *at;
  while (*at < end && strchr(" ,;", text[*at]))
    (*at)++;
  gsize n = *at > start ? capture_address(text + *at, end - *at, piece) : 0;
  return n && (*at + n >= end || strchr(" ,;:", text[*at + n])) ? n : 0;
}

/* Addresses at the start of a line in a list. */
static void
read_listed(Scanner *scanner, gsize start, gsize end, GArray *matches,
            guint first)
{
  const Folded *folded = scanner->folded;
  gsize at = match_skip_bullets(folded, start, end);
  Piece piece, next;
  gsize n = capture_address(folded->text + at, end - at, &piece);
  /* After a name, a pattern found it. */
  if (!n && (!scanner->has_listed || scanner->in_entry) &&
      mark_listed(scanner, matches, first))
    scanner->has_listed = scanner->in_entry = TRUE;
  if (!n || (at + n < end && !strchr(" :;,)>[(-", folded->text[at + n])))
    return;
  scanner->has_listed = scanner->in_entry = TRUE;
  if (mark_listed(scanner, matches, first))
    return;
  for (guint i = 0; n && i < MAX_IN_LINE; i++) {
    gsize after = at + n, below = after;
    n = next_listed(folded->text, &below, end, &next);
    add_listed(scanner, at, &piece, n ? NOWHERE : after, end, matches, first);
    at = below;
    piece = next;
  }
}

/* Past what an announcement goes on to say before its list: "the following
 * recipients do not exist: u@example.org". Logs say "failed: u@example.org:
 * why". */
static gsize
skip_predicate(const Folded *folded, gsize start, gsize end)
{
  const char *text = folded->text;
  const char *colon = memchr(text + start, ':', end - start);
  gsize at = colon ? skip_blanks(folded, (gsize)(colon - text) + 1) : end;
  Piece piece;
  gsize n = at < end ? capture_address(text + at, end - at, &piece) : 0;
  if (n && (at + n >= end || strchr(" ,;.", text[at + n])) &&
      !memchr(text + start, '@', (gsize)(colon - text) - start))
    return at;
  while (start < end && strchr(" :", text[start]))
    start++;
  return start;
}

/* Lists end where dashes and the like set them apart from what follows; those
 * of a table's head stand before the first address. An address may stand in
 * the line that announces the list. */
static void
scan_list(Scanner *scanner, gsize start, gsize end, guint n_own,
          guint n_general)
{
  gboolean own = scanner->own_list;
  GArray *matches = own ? scanner->scan->own : scanner->scan->general;
  guint first = own ? n_own : n_general;
  if (scanner->announced) {
    if (scanner->list_start > end)
      return; /* the announcement goes on in the next line */
    scanner->announced = FALSE;
    start = skip_predicate(scanner->folded, scanner->list_start, end);
  } else if (scanner->has_listed &&
             is_ruler(scanner->folded->text,
                      skip_blanks(scanner->folded, start), end)) {
    scanner->in_list = FALSE;
    return;
  }
  if (start < end)
    read_listed(scanner, start, end, matches, first);
}

/* Addresses in lines of a transcript are what was talked about. */
static void
drop_named(GArray *matches, guint first)
{
  guint n = first;
  gboolean prompt = FALSE;
  for (guint i = first; i < matches->len && !prompt; i++) {
    PatternRole role = g_array_index(matches, Match, i).pattern->role;
    prompt = role == ROLE_CLIENT || role == ROLE_SERVER;
  }
  for (guint i = first; i < matches->len && prompt; i++) {
    Match match = g_array_index(matches, Match, i);
    if (match.pattern->role != ROLE_RECIPIENT)
      g_array_index(matches, Match, n++) = match;
  }
  if (prompt)
    g_array_set_size(matches, n);
}

/* Words that name a recipient in the line below may name more of them: they
 * announce a list. */
static void
follow_named(Scanner *scanner, guint first, gsize end)
{
  const GArray *matches = scanner->scan->general;
  gsize below = folded_offset(scanner->folded, end);
  for (guint i = first; i < matches->len && !scanner->in_list; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    scanner->in_list = match->pattern->role == ROLE_RECIPIENT &&
                       !match->pattern->weak && match->n &&
                       match->captured[0].start > below;
    if (scanner->in_list)
      scanner->own_list = scanner->has_listed = scanner->announced = FALSE;
    scanner->action = 0;
  }
}

/* Runs all patterns over a line. TRUE when the report ends. */
static gboolean
run_patterns(Scanner *scanner, Matcher *own, GPtrArray *generals, gsize start,
             gsize end)
{
  ProseScan *scan = scanner->scan;
  guint n_own = scan->own->len, n_general = scan->general->len;
  scanner->line_end = end;
  if (own)
    matcher_run_line(own, start, end, scan->own);
  for (guint i = 0; i < generals->len; i++)
    matcher_run_line(generals->pdata[i], start, end, scan->general);
  drop_named(scan->general, n_general);
  return (scan->own->len > n_own && act(scanner, scan->own, n_own, TRUE)) ||
         (scan->general->len > n_general &&
          act(scanner, scan->general, n_general, FALSE));
}

/* One line. TRUE when the report ends with it or before it. */
static gboolean
scan_line(Scanner *scanner, Matcher *own, GPtrArray *generals, gsize start,
          gsize end)
{
  ProseScan *scan = scanner->scan;
  guint n_own = scan->own->len, n_general = scan->general->len;
  if (header_run_line(&scanner->run, scanner->folded->text, start, end)) {
    scan->end = scanner->run.start;
    scan->original = (gssize)folded_offset(scanner->folded, scanner->run.start);
    return TRUE;
  }
  /* What somebody quotes is no part of the report. */
  gsize first = skip_blanks(scanner->folded, start);
  if (first < end && scanner->folded->text[first] == '>' &&
      strncmp(scanner->folded->text + first, ">>>", 3) != 0)
    return FALSE;
  scanner->in_entry &= first < end;
  scanner->ends = scanner->fails = FALSE;
  if (first < end && run_patterns(scanner, own, generals, start, end))
    return TRUE;
  if (scanner->in_list)
    scan_list(scanner, start, end, n_own, n_general);
  else
    follow_named(scanner, n_general, end);
  /* What is said of an entry, in its paragraph or indented, ends nothing. */
  if (scanner->ends && scanner->has_listed && !scanner->in_entry &&
      first == start)
    scanner->in_list = FALSE;
  scan->full = scan->own->len + scan->general->len > MAX_MATCHES;
  return scan->full;
}

/* Matches that started before the original but reach into it are none. */
static void
drop_behind(GArray *matches, gsize start, gsize end)
{
  guint n = 0;
  for (guint i = 0; i < matches->len; i++) {
    Match match = g_array_index(matches, Match, i);
    if (match.start >= start && match.start < end && match.end <= end + 1)
      g_array_index(matches, Match, n++) = match;
  }
  g_array_set_size(matches, n);
}

void
prose_scan(Arena *arena, const PatternTable *table, GPtrArray *generals,
           const char *text, gsize length, ProseScan *scan)
{
  *scan = (ProseScan){.original = -1, .status = -1};
  fold_text(arena, text, length, &scan->folded);
  scan->own = g_array_new(FALSE, FALSE, sizeof(Match));
  scan->general = g_array_new(FALSE, FALSE, sizeof(Match));
  scan->end = scan->folded.length;
  Scanner scanner = {.scan = scan, .folded = &scan->folded};
  g_autoptr(Matcher) own =
      table ? matcher_new(arena, table, &scan->folded) : NULL;
  g_autoptr(GPtrArray) matchers =
      g_ptr_array_new_with_free_func((GDestroyNotify)matcher_free);
  for (guint i = 0; i < generals->len; i++)
    g_ptr_array_add(matchers,
                    matcher_new(arena, &((Format *)generals->pdata[i])->table,
                                &scan->folded));
  for (gsize at = 0; at < scan->folded.length;) {
    gsize end = line_end(scan->folded.text, scan->folded.length, at);
    if (scan_line(&scanner, own, matchers, at, end))
      break;
    at = end + 1;
  }
  if (scanner.run.status >= 2 && scanner.run.status_start < scan->end)
    scan->status =
        (gssize)folded_offset(&scan->folded, scanner.run.status_start);
  drop_behind(scan->own, scan->start, scan->end);
  drop_behind(scan->general, scan->start, scan->end);
}

void
prose_scan_clear(ProseScan *scan)
{
  g_array_unref(scan->own);
  g_array_unref(scan->general);
}
