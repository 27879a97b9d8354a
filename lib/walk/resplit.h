/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* MIME whose structure its header does not tell: a boundary that is not the
 * declared one, or a whole report inside a text. */
#ifndef LIB_RESPLIT_H
#define LIB_RESPLIT_H

#include "walk/walk.h"

/* Splits text parts at lines "--..." that a Content- field follows. */
void resplit(Walk *walk);

#endif
