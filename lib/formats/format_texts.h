/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The formats that are built in, as they stand in data/formats/. */
#ifndef LIB_FORMAT_TEXTS_H
#define LIB_FORMAT_TEXTS_H

#include <glib.h>

typedef struct {
  const char *name;
  const char *text;
  gsize length;
} FormatText;

extern const FormatText format_texts[];
extern const guint n_format_texts;

#endif
