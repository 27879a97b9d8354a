/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A descriptor as a stream. GIO's own asks the kernel for an epoll descriptor
 * and ends the program when there is none left. */
#ifndef LIB_FD_STREAM_H
#define LIB_FD_STREAM_H

#include <gio/gio.h>

/* Closes the descriptor with the stream when `close_fd`. */
GInputStream *fd_stream_new(int fd, gboolean close_fd);

#endif
