/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <bounce/version.h>

const char *
bounce_version(void)
{
  return BOUNCE_VERSION_STRING;
}

bool
bounce_version_check(uint32_t major, uint32_t minor, uint32_t patch)
{
  if (major != BOUNCE_VERSION_MAJOR || minor != BOUNCE_VERSION_MINOR)
    return major == BOUNCE_VERSION_MAJOR && minor < BOUNCE_VERSION_MINOR;
  return patch <= BOUNCE_VERSION_PATCH;
}
