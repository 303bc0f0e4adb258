/* Between the program and the disk: notes every write below a folder, and fails one on demand.
 *
 * Loaded with LD_PRELOAD. SHIM_BELOW is the folder, SHIM_LOG where the notes go. A note is
 *   u8 op, u16 length of the path, u64 offset, u32 length of the content, path, content
 * op 1 created or truncated, 2 written, 3 synced, 4 cut to a length, 5 removed, 6 renamed (content: new path),
 * 7 a folder made. What is written to a file that has lost its name is on no disk after a cut: it isn't noted.
 * shim_arm(at, errno): the at-th writing call from now on fails with errno, and every later one too, until
 * shim_arm(0, 0); shim_met() tells how many writing calls there were since.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FDS 4096
static char *paths[FDS];
static int log_fd = -1, folder_fd[FDS];
static const char *below;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static long fail_at, met;
static int fail_with;

static ssize_t (*r_write)(int, const void *, size_t);
static ssize_t (*r_pwrite)(int, const void *, size_t, off64_t);
static int (*r_open)(const char *, int, ...);
static int (*r_openat)(int, const char *, int, ...);
static int (*r_fsync)(int), (*r_fdatasync)(int), (*r_ftruncate)(int, off64_t);
static int (*r_unlink)(const char *), (*r_unlinkat)(int, const char *, int), (*r_mkdir)(const char *, mode_t);
static int (*r_rename)(const char *, const char *), (*r_close)(int);

__attribute__((constructor)) static void begin(void) {
    if (r_write) return;
    r_pwrite = dlsym(RTLD_NEXT, "pwrite64"); r_open = dlsym(RTLD_NEXT, "open64");
    r_openat = dlsym(RTLD_NEXT, "openat64"); r_fsync = dlsym(RTLD_NEXT, "fsync");
    r_fdatasync = dlsym(RTLD_NEXT, "fdatasync"); r_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    r_unlink = dlsym(RTLD_NEXT, "unlink"); r_rename = dlsym(RTLD_NEXT, "rename");
    r_unlinkat = dlsym(RTLD_NEXT, "unlinkat"); r_mkdir = dlsym(RTLD_NEXT, "mkdir");
    r_close = dlsym(RTLD_NEXT, "close"); r_write = dlsym(RTLD_NEXT, "write");
    below = getenv("SHIM_BELOW");
    const char *log = getenv("SHIM_LOG");
    if (log && below) log_fd = r_open(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static int ours(const char *path) {
    return below && path && !strncmp(path, below, strlen(below)) && !strstr(path, "-shm")
        && !strstr(path, "practice.trail"); /* stands for the system's keyring, which is on another disk */
}

static void all(const void *from, size_t length) {
    const char *at = from;
    while (length) {
        ssize_t done = r_write(log_fd, at, length);
        if (done <= 0) _exit(97);
        at += done; length -= (size_t)done;
    }
}

static void note(uint8_t op, const char *path, uint64_t offset, uint32_t length, const void *content) {
    if (log_fd < 0) return;
    uint16_t named = (uint16_t)strlen(path);
    char head[15];
    head[0] = (char)op; memcpy(head + 1, &named, 2); memcpy(head + 3, &offset, 8); memcpy(head + 11, &length, 4);
    all(head, 15); all(path, named);
    if (length) all(content, length);
}

/* Whether this writing call has to fail. */
static int fails(void) {
    met++;
    if (fail_at && met >= fail_at) { errno = fail_with; return 1; }
    return 0;
}

void shim_arm(long at, int with) { pthread_mutex_lock(&one); fail_at = at; fail_with = with; met = 0; pthread_mutex_unlock(&one); }
long shim_met(void) { return met; }

static int opened(int fd, const char *path, int flags, int existed) {
    if (fd < 0 || fd >= FDS) return fd;
    free(paths[fd]); paths[fd] = NULL;
    if (!ours(path)) return fd;
    struct stat found;
    paths[fd] = strdup(path); folder_fd[fd] = fstat(fd, &found) == 0 && S_ISDIR(found.st_mode);
    if (((flags & O_CREAT) && !existed) || (flags & O_TRUNC)) note(1, path, 0, 0, NULL);
    return fd;
}

/* The whole path of a name below an open folder, as removing a tree of folders gives it. */
static const char *whole(int at, const char *path, char *room) {
    if (!path || path[0] == '/' || at < 0 || at >= FDS || !paths[at]) return path;
    return snprintf(room, 4096, "%s/%s", paths[at], path) < 4096 ? room : path;
}

static int opening(const char *given, int flags, mode_t mode, int at, int relative) {
    begin();
    char room[4096];
    const char *path = relative ? whole(at, given, room) : given;
    if (!ours(path)) return relative ? r_openat(at, given, flags, mode) : r_open(given, flags, mode);
    pthread_mutex_lock(&one);
    int existed = access(path, F_OK) == 0, fd = -1;
    if (!((((flags & O_CREAT) && !existed) || (flags & O_TRUNC)) && fails()))
        fd = opened(relative ? r_openat(at, given, flags, mode) : r_open(given, flags, mode), path, flags, existed);
    pthread_mutex_unlock(&one);
    return fd;
}

#define MODE() mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open64(const char *path, int flags, ...) { MODE() return opening(path, flags, mode, 0, 0); }
int open(const char *path, int flags, ...) { MODE() return opening(path, flags | O_LARGEFILE, mode, 0, 0); }
int openat64(int at, const char *path, int flags, ...) { MODE() return opening(path, flags, mode, at, 1); }
int openat(int at, const char *path, int flags, ...) { MODE() return opening(path, flags | O_LARGEFILE, mode, at, 1); }

static const char *path_of(int fd) { return fd >= 0 && fd < FDS ? paths[fd] : NULL; }

ssize_t write(int fd, const void *from, size_t length) {
    begin();
    if (!path_of(fd)) return r_write(fd, from, length);
    pthread_mutex_lock(&one);
    ssize_t done = -1;
    if (!fails()) {
        off64_t at = lseek64(fd, 0, SEEK_CUR);
        done = r_write(fd, from, length);
        if (done > 0) note(2, paths[fd], (uint64_t)at, (uint32_t)done, from);
    }
    pthread_mutex_unlock(&one);
    return done;
}

ssize_t pwrite64(int fd, const void *from, size_t length, off64_t at) {
    begin();
    if (!path_of(fd)) return r_pwrite(fd, from, length, at);
    pthread_mutex_lock(&one);
    ssize_t done = -1;
    if (!fails()) {
        done = r_pwrite(fd, from, length, at);
        if (done > 0) note(2, paths[fd], (uint64_t)at, (uint32_t)done, from);
    }
    pthread_mutex_unlock(&one);
    return done;
}
ssize_t pwrite(int fd, const void *from, size_t length, off_t at) { return pwrite64(fd, from, length, at); }

static int syncing(int fd, int (*real)(int)) {
    begin();
    if (!path_of(fd)) return real(fd);
    pthread_mutex_lock(&one);
    int done = -1;
    if (!fails() && (done = real(fd)) == 0) note(3, paths[fd], (uint64_t)folder_fd[fd], 0, NULL);
    pthread_mutex_unlock(&one);
    return done;
}
int fsync(int fd) { begin(); return syncing(fd, r_fsync); }
int fdatasync(int fd) { begin(); return syncing(fd, r_fdatasync); }

int ftruncate64(int fd, off64_t length) {
    begin();
    if (!path_of(fd)) return r_ftruncate(fd, length);
    pthread_mutex_lock(&one);
    int done = -1;
    if (!fails() && (done = r_ftruncate(fd, length)) == 0) note(4, paths[fd], (uint64_t)length, 0, NULL);
    pthread_mutex_unlock(&one);
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* Whoever still writes to a file that lost its name writes to nothing that a cut leaves. */
static void nameless(const char *path) {
    for (int fd = 0; fd < FDS; fd++)
        if (paths[fd] && !strcmp(paths[fd], path)) { free(paths[fd]); paths[fd] = NULL; }
}

int unlink(const char *path) {
    begin();
    if (!ours(path)) return r_unlink(path);
    pthread_mutex_lock(&one);
    int done = r_unlink(path); /* a full disk can still forget a file */
    if (done == 0) { note(5, path, 0, 0, NULL); nameless(path); }
    pthread_mutex_unlock(&one);
    return done;
}

int unlinkat(int at, const char *given, int flags) {
    begin();
    char room[4096];
    const char *path = whole(at, given, room);
    if (!ours(path) || (flags & AT_REMOVEDIR)) return r_unlinkat(at, given, flags);
    pthread_mutex_lock(&one);
    int done = r_unlinkat(at, given, flags);
    if (done == 0) { note(5, path, 0, 0, NULL); nameless(path); }
    pthread_mutex_unlock(&one);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    begin();
    if (!ours(path)) return r_mkdir(path, mode);
    pthread_mutex_lock(&one);
    int done = -1;
    if (access(path, F_OK) == 0 || !fails()) done = r_mkdir(path, mode);
    if (done == 0) note(7, path, 0, 0, NULL);
    pthread_mutex_unlock(&one);
    return done;
}

int rename(const char *from, const char *to) {
    begin();
    if (!ours(from) || !ours(to)) return r_rename(from, to);
    pthread_mutex_lock(&one);
    int done = -1;
    if (!fails() && (done = r_rename(from, to)) == 0) {
        note(6, from, 0, (uint32_t)strlen(to), to);
        nameless(to);
        for (int fd = 0; fd < FDS; fd++)
            if (paths[fd] && !strcmp(paths[fd], from)) { free(paths[fd]); paths[fd] = strdup(to); }
    }
    pthread_mutex_unlock(&one);
    return done;
}

/* Copying inside the kernel would go past the notes: whoever tries copies by reading and writing instead. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) {
    begin();
    ssize_t (*real)(int, int, off64_t *, size_t) = dlsym(RTLD_NEXT, "sendfile64");
    if (!path_of(out)) return real(out, in, at, length);
    errno = EINVAL;
    return -1;
}
ssize_t sendfile(int out, int in, off_t *at, size_t length) { return sendfile64(out, in, (off64_t *)at, length); }

int close(int fd) {
    begin();
    if (path_of(fd)) { pthread_mutex_lock(&one); free(paths[fd]); paths[fd] = NULL; pthread_mutex_unlock(&one); }
    return r_close(fd);
}
