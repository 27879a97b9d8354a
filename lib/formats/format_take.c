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
