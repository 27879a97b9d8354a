/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The formats that are built in, as they stand in data/formats/. */
#ifndef TESTS_FORMAT_TEXTS_H
#define TESTS_FORMAT_TEXTS_H

#include "formats/format.h"

extern const StanzaText format_texts[];
extern const guint n_format_texts;

#endif
