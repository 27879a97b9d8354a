/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_take.h"

gsize
capture_take(Takings *takings, const Folded *folded, Capture kind, gsize at,
             Piece *piece)
{
  static gsize (*const takers[])(const char *, gsize, Piece *) = {
      [CAPTURE_ADDRESS] = capture_address,
      [CAPTURE_MAILBOX] = capture_mailbox,
      [CAPTURE_REMOTE_MTA] = capture_mta,
      [CAPTURE_HOST] = capture_host,
      [CAPTURE_IP] = capture_ip,
      [CAPTURE_CODE] = capture_code,
      [CAPTURE_STATUS] = capture_status,
      [CAPTURE_MESSAGE_ID] = capture_message_id,
  };
  Taken *last = &takings->last[kind][at % 2];
  if (last->after != at + 1) {
    last->after = at + 1;
    last->n =
        takers[kind](folded->text + at, folded->length - at, &last->piece);
  }
  *piece = last->piece;
  return last->n;
}

/* Where the next address of a list may stand. */
static gsize
skip_separator(const Folded *folded, gsize at)
{
  return at + capture_separator(folded->text + at, folded->length - at);
}

/* The list to which an address at a place belongs, 0: none yet; then it
 * belongs to `number`. */
static gsize
list_of(Takings *takings, gsize at, gsize number)
{
  gpointer key = GSIZE_TO_POINTER(at + 1);
  gsize known = GPOINTER_TO_SIZE(g_hash_table_lookup(takings->lists, key));
  if (!known)
    g_hash_table_insert(takings->lists, key, GSIZE_TO_POINTER(number));
  return known;
}

/* The end of a list from its address at a place on. Lists that start in others
 * meet them: each address is passed over once. */
static gsize
long_list_end(Takings *takings, const Folded *folded, gsize at, gsize end)
{
  Piece piece;
  if (!takings->lists) {
    takings->lists = g_hash_table_new(NULL, NULL);
    takings->ends = g_array_new(FALSE, FALSE, sizeof(gsize));
  }
  gsize number = takings->ends->len + 1, n;
  while ((n = capture_take(takings, folded, CAPTURE_ADDRESS, at, &piece))) {
    gsize known = list_of(takings, at, number);
    if (known) {
      end = g_array_index(takings->ends, gsize, known - 1);
      break;
    }
    end = at + n;
    at = skip_separator(folded, end);
  }
  g_array_append_val(takings->ends, end);
  return end;
}

const AddressList *
take_addresses(Takings *takings, const Folded *folded, gsize at)
{
  AddressList *list = &takings->list;
  gsize n;
  Piece piece;
  if (list->after == at + 1)
    return list;
  *list = (AddressList){.after = at + 1, .end = NOWHERE};
  while ((n = capture_take(takings, folded, CAPTURE_ADDRESS, at, &piece))) {
    if (list->n == MAX_CAPTURED) {
      list->end = long_list_end(takings, folded, at, list->end);
      break;
    }
    list->first[list->n++] = (Piece){at + piece.start, piece.length};
    list->end = at + n;
    at = skip_separator(folded, list->end);
  }
  return list;
}

void
takings_clear(Takings *takings)
{
  g_clear_pointer(&takings->lists, g_hash_table_unref);
  if (takings->ends)
    g_array_unref(takings->ends);
}
