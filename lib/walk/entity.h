/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the header of a message or part says about its body (RFC 2045). */
#ifndef LIB_ENTITY_H
#define LIB_ENTITY_H

#include <gmime/gmime.h>

#include "walk/walk.h"

/* Strings are in the arena. */
typedef struct {
  Fields fields;
  const char *type; /* "text/plain", lower case */
  const char *boundary;
  const char *charset;
  const char *report_type;
  GMimeContentEncoding encoding;
  PartKind kind;
} Entity;

/* Reads what entity->fields say. */
void entity_read(Walk *walk, const char *default_type, Entity *entity);

/* The value of a field or NULL; where it is repeated, the last, as GMime. */
const char *entity_field(const Fields *fields, const char *name);

#endif
