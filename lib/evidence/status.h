/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Enhanced mail system status codes (RFC 3463 section 2). */
#ifndef LIB_STATUS_H
#define LIB_STATUS_H

#include <glib.h>

/* class << 20 | subject << 10 | detail; 0 is "none", as no class is 0. */
typedef guint32 Status;

/* Enough for "5.999.999" and its NUL. */
#define STATUS_STRING_SIZE 12

static inline Status
status_make(guint class_, guint subject, guint detail)
{
  return (Status)(class_ << 20 | subject << 10 | detail);
}

static inline guint
status_class(Status status)
{
  return status >> 20;
}

static inline guint
status_subject(Status status)
{
  return status >> 10 & 1023;
}

static inline guint
status_detail(Status status)
{
  return status & 1023;
}

/* Reads "C.S.D" at the start of a span: class 2, 4 or 5, subject and detail of
 * one to three digits, nothing glued to its end. Returns the number of bytes
 * read, 0 when there is none. */
gsize status_read(const char *text, gsize length, Status *status);

/* The first status in a text that is no part of a number, a name or a version;
 * with a reply's code (RFC 5321 section 4.2), one of its class. 0 for none. */
Status status_find(const char *text, gsize length, guint32 code);

/* Writes "C.S.D" and returns the buffer. */
const char *status_format(Status status, char buffer[STATUS_STRING_SIZE]);

#endif
