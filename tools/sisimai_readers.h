/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* data/mappings/sisimai.tsv, compiled. */
#ifndef TOOLS_SISIMAI_READERS_H
#define TOOLS_SISIMAI_READERS_H

#include <glib.h>

typedef struct {
  const char *what; /* "kind", "format", "source" */
  const char *name;
  const char *smtpagent; /* Sisimai 4's word; NULL: it has none */
  const char *decodedby; /* Sisimai 5's */
} SisimaiReader;

extern const SisimaiReader sisimai_readers[];
extern const guint n_sisimai_readers;

#endif
