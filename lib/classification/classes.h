/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of every class (docs/classes.md). */
#ifndef LIB_CLASSES_H
#define LIB_CLASSES_H

#include <bounce/types.h>

typedef struct {
  BounceClass class_;
  const char *name;
  BounceCategory category;
  BounceHardness hardness;
  BounceAdvice permanent; /* advice after a refusal for good */
  BounceAdvice temporary; /* after a 4yz reply or a 4.x.x status */
} ClassInfo;

#define N_CLASSES 34

/* NULL for a class that this version does not know. */
const ClassInfo *class_info(BounceClass class_);

#endif
