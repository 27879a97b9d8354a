/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bytes/mbox.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "bytes/fd_stream.h"
#include "bytes/gunzip.h"
#include "bytes/input.h"

#define CHUNK 65536
/* A line that starts a message is no longer. */
#define MAX_SEPARATOR 1024

struct Mbox {
  int fd; /* of one message that is read at once, or -1; it is ours */
  GBufferedInputStream *input; /* of all else */
  gboolean started;
  gboolean is_mbox;
  gboolean ended;
  char line_end; /* the last byte of each line */
  gboolean at_line_start;
  gboolean after_blank; /* a separator stands after an empty line */
};

static gboolean
is_separator(const char *bytes, gsize length)
{
  return length >= 5 && memcmp(bytes, "From ", 5) == 0;
}

/* Lines end in CR, where the first one does; else in LF, with or without CR. */
static char
find_line_end(const char *bytes, gsize length)
{
  const char *cr = memchr(bytes, '\r', length);
  gsize at = cr ? (gsize)(cr - bytes) : length;
  gboolean alone = at + 1 < length && bytes[at + 1] != '\n';
  return alone && !memchr(bytes, '\n', at) ? '\r' : '\n';
}

/* Whether a file that was just opened holds one message as it is; of what can't
 * be read twice nobody knows. */
static gboolean
is_message(int fd)
{
  char bytes[5];
  ssize_t n = pread(fd, bytes, sizeof bytes, 0);
  return n >= 0 && !gunzip_is_for(bytes, (gsize)n) &&
         !is_separator(bytes, (gsize)n);
}

Mbox *
mbox_new(int fd, gboolean close_fd)
{
  Mbox *mbox = g_new0(Mbox, 1);
  mbox->fd = close_fd && is_message(fd) ? fd : -1;
  if (mbox->fd >= 0)
    return mbox;
  g_autoptr(GInputStream) raw = fd_stream_new(fd, close_fd);
  mbox->input =
      G_BUFFERED_INPUT_STREAM(g_buffered_input_stream_new_sized(raw, CHUNK));
  return mbox;
}

void
mbox_free(Mbox *mbox)
{
  if (!mbox)
    return;
  if (mbox->input)
    g_object_unref(mbox->input);
  else
    close(mbox->fd);
  g_free(mbox);
}

/* At least `want` bytes in the buffer where the stream has them. */
static const char *
peek(Mbox *mbox, gsize want, gsize *length, GError **error)
{
  const char *bytes = g_buffered_input_stream_peek_buffer(mbox->input, length);
  while (*length < want) {
    gssize n = g_buffered_input_stream_fill(mbox->input, -1, NULL, error);
    if (n <= 0)
      break;
    bytes = g_buffered_input_stream_peek_buffer(mbox->input, length);
  }
  return bytes;
}

static void
decompress(Mbox *mbox)
{
  g_autoptr(GConverter) gzip = gunzip_new();
  g_autoptr(GInputStream) plain =
      g_converter_input_stream_new(G_INPUT_STREAM(mbox->input), gzip);
  g_object_unref(mbox->input);
  mbox->input =
      G_BUFFERED_INPUT_STREAM(g_buffered_input_stream_new_sized(plain, CHUNK));
}

static void
start(Mbox *mbox, GError **error)
{
  gsize length;
  const char *bytes = peek(mbox, 5, &length, error);
  if (gunzip_is_for(bytes, length)) {
    decompress(mbox);
    bytes = peek(mbox, 5, &length, error);
  }
  mbox->is_mbox = is_separator(bytes, length);
  if (mbox->is_mbox) {
    /* What can't be read comes after what can. */
    bytes = peek(mbox, MAX_SEPARATOR, &length, NULL);
    mbox->line_end = find_line_end(bytes, length);
  }
  mbox->started = TRUE;
}

/* How many of the buffered bytes belong to the message: up to a separator. */
static gsize
message_length(Mbox *mbox, const char *bytes, gsize length, gboolean *complete)
{
  gsize i = 0;
  while (i < length) {
    /* Too little left to tell a separator or an empty line by. */
    if (i && mbox->at_line_start && length - i < 5)
      break;
    if (mbox->at_line_start && mbox->after_blank &&
        is_separator(bytes + i, length - i)) {
      *complete = TRUE;
      return i;
    }
    const char *end = memchr(bytes + i, mbox->line_end, length - i);
    gsize next = end ? (gsize)(end - bytes) + 1 : length;
    gboolean blank =
        end && (next - i == 1 || (next - i == 2 && bytes[i] == '\r'));
    mbox->after_blank = mbox->at_line_start && blank;
    mbox->at_line_start = end != NULL;
    i = next;
  }
  return i;
}

/* Keeps one byte more than the limit, as a sign; FALSE when it is full. */
static gboolean
keep(GByteArray *message, const char *bytes, gsize length, guint64 most)
{
  guint64 limit = MIN(most, G_MAXINT32) + 1;
  if (message->len < limit)
    g_byte_array_append(message, (const guint8 *)bytes,
                        (guint)MIN(length, limit - message->len));
  return message->len < limit;
}

static void
read_message(Mbox *mbox, GByteArray *message, guint64 most, GError **error)
{
  gboolean complete = FALSE;
  mbox->at_line_start = TRUE;
  mbox->after_blank = FALSE;
  while (!complete) {
    gsize length, used;
    const char *bytes = peek(mbox, 5, &length, error);
    if (*error || !length) {
      mbox->ended = TRUE;
      return;
    }
    used =
        mbox->is_mbox ? message_length(mbox, bytes, length, &complete) : length;
    gboolean full = !keep(message, bytes, used, most);
    if (full && !mbox->is_mbox) { /* it may never end */
      mbox->ended = TRUE;
      return;
    }
    if (used)
      g_input_stream_skip(G_INPUT_STREAM(mbox->input), used, NULL, error);
  }
}

GByteArray *
mbox_next(Mbox *mbox, const char *name, guint64 most, BounceError **error)
{
  if (mbox->ended)
    return NULL;
  if (mbox->fd >= 0) {
    mbox->ended = TRUE;
    return input_read_fd(mbox->fd, name, most, error);
  }
  g_autoptr(GError) problem = NULL;
  g_autoptr(GByteArray) message = g_byte_array_new();
  gboolean first = !mbox->started;
  if (first)
    start(mbox, &problem);
  if (!problem)
    read_message(mbox, message, most, &problem);
  if (problem) {
    mbox->ended = TRUE;
    error_set_io(error, name, problem->message);
    return NULL;
  }
  /* An empty file is an empty message, the end of an mbox is none. */
  return message->len || first ? g_steal_pointer(&message) : NULL;
}
