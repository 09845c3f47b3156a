/* A driver for tests where no NVIDIA driver is: it keeps the rules of the CUDA driver API and no more.
 *
 * Written from the public description of the API (docs.nvidia.com/cuda/cuda-driver-api). Device memory is
 * host memory, so that copies really copy. Work on streams waits in one queue until somebody
 * synchronises: whoever reads a result too early reads what was there before. Kernels do nothing,
 * unless FAKE_CUDA_KERNELS names a library with functions of their names. What is asked for wrongly is
 * refused as the driver refuses it, and every call is written down.
 *
 *   FAKE_CUDA_TRACE       file that gets a line per call: thread, function, facts, "=" and the status
 *   FAKE_CUDA_DEVICES     number of cards (1); 0 makes cuInit fail as without a card
 *   FAKE_CUDA_MEMORY      bytes of memory of each card (8 GiB)
 *   FAKE_CUDA_VERSION     what the driver serves (13000)
 *   FAKE_CUDA_CAPABILITY  major × 10 + minor (90)
 *   FAKE_CUDA_KERNELS     a library with void NAME(const unsigned grid[3], const unsigned block[3],
 *                         const void *arguments, size_t bytes)
 *   FAKE_CUDA_FAIL        what fails, by commas: NAME:3=2 (the third call of it answers 2), NAME:3+=2 (and
 *                         all later ones), NAME:3!700 (and everything after it in this context; if it is
 *                         the primary one, the process gets no other)
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { /* CUresult, from the description of the API */
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100,
    INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_PTX = 218,
    INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700,
    PRIMARY_CONTEXT_ACTIVE = 708, CONTEXT_IS_DESTROYED = 709, NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901, ILLEGAL_STATE = 401,
};

typedef unsigned long long address_t;
enum need { NOTHING, INITIALISED, CONTEXT, UNCAPTURED /* a context, and no capture going on here */ };
enum kind { MEMORY, PINNED, STREAM, EVENT, MODULE, FUNCTION, GRAPH, EXECUTABLE };
static const char *KINDS[] = {"memory", "pinned", "stream", "event", "module", "function", "graph", "executable"};

struct context { int device, primary, holders, alive, sticky; };

typedef void kernel_t(const unsigned *, const unsigned *, const void *, size_t);

struct work {
    enum { COPY, FILL, MARK, LAUNCH } what;
    void *to;
    const void *from;
    size_t bytes;
    unsigned value, grid[3], block[3];
    int width;
    struct object *event;
    kernel_t *kernel;
    struct work *next;
};

struct object {
    enum kind kind;
    int alive;
    struct context *context;
    void *place;       /* of memory */
    size_t bytes;
    struct object *graph; /* that a stream is captured into */
    int spoilt, owner, mode; /* of a capture */
    struct work *first, **last; /* of a graph */
    int marked, done;  /* of an event */
    double ms;
    char *text;        /* of a module and a function */
    kernel_t *kernel;
    struct object *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct object *objects;
static struct work *queue, **queue_end = &queue;
static struct context *primaries[16];
static size_t used[16];
static int initialised, threads, relaxed_default;
static FILE *trace;
static __thread int me = -1, depth;
static __thread struct context *stack[64];

static long setting(const char *name, long otherwise) {
    const char *value = getenv(name);
    return value && *value ? strtol(value, NULL, 10) : otherwise;
}
static int cards(void) { long n = setting("FAKE_CUDA_DEVICES", 1); return n < 0 ? 0 : n > 16 ? 16 : (int)n; }
static size_t total(void) { return (size_t)setting("FAKE_CUDA_MEMORY", 8L << 30); }

/* ---- what is written down, and what is made to fail ---- */

static int leave(const char *name, int status, const char *facts, ...) {
    if (!trace && getenv("FAKE_CUDA_TRACE")) {
        trace = fopen(getenv("FAKE_CUDA_TRACE"), "a");
        if (trace) setvbuf(trace, NULL, _IOLBF, 0);
    }
    if (trace) {
        va_list arguments;
        va_start(arguments, facts);
        fprintf(trace, "%d %s ", me, name);
        vfprintf(trace, facts, arguments);
        fprintf(trace, " = %d\n", status);
        va_end(arguments);
    }
    pthread_mutex_unlock(&lock);
    return status;
}
static void note(const char *what, const struct object *object) {
    if (trace) fprintf(trace, "%d %s %s %p = 0\n", me, what, KINDS[object->kind],
                       object->place ? object->place : (void *)object);
}

static struct { char name[64]; int calls; } counted[256];

static int injected(const char *name) {
    int i = 0, calls;
    while (*counted[i].name && strcmp(counted[i].name, name)) i++;
    strncpy(counted[i].name, name, 63);
    calls = ++counted[i].calls;
    for (const char *rule = getenv("FAKE_CUDA_FAIL"); rule && *rule;) {
        size_t length = strlen(name);
        char how[3] = "";
        int nth, status;
        if (!strncmp(rule, name, length) && rule[length] == ':' &&
            sscanf(rule + length + 1, "%d%2[+=!]%d", &nth, how, &status) == 3) {
            if (calls == nth || (*how == '+' && calls > nth)) {
                if (*how == '!' && depth) stack[depth - 1]->sticky = status;
                return status;
            }
        }
        rule = strchr(rule, ',');
        if (rule) rule++;
    }
    return SUCCESS;
}

static struct object *capture_of_mine(void) {
    for (struct object *o = objects; o; o = o->next)
        if (o->kind == STREAM && o->alive && o->graph && o->owner == me && o->mode != 2) return o;
    return NULL;
}

static int enter(const char *name, enum need need) {
    pthread_mutex_lock(&lock);
    if (me < 0) me = threads++;
    int status = injected(name);
    if (status) return status;
    if (need >= INITIALISED && !initialised) return NOT_INITIALIZED;
    if (need >= CONTEXT) {
        if (!depth) return INVALID_CONTEXT;
        if (!stack[depth - 1]->alive) return CONTEXT_IS_DESTROYED;
        if (stack[depth - 1]->sticky) return stack[depth - 1]->sticky;
    }
    if (need == UNCAPTURED && capture_of_mine()) {
        capture_of_mine()->spoilt = 1;
        return CAPTURE_UNSUPPORTED;
    }
    return SUCCESS;
}
#define CALL(name, need) \
    const char *NAME = name; \
    int status = enter(name, need); \
    if (status) return leave(name, status, "-")
#define DONE(...) return leave(NAME, SUCCESS, __VA_ARGS__)
#define FAIL(code, ...) return leave(NAME, code, __VA_ARGS__)
#define EXPORT __attribute__((visibility("default")))
#define FUNCTION_OF(...) EXPORT int __VA_ARGS__

/* ---- objects ---- */

static struct context *current(void) { return stack[depth - 1]; }

static struct object *make(enum kind kind) {
    struct object *object = calloc(1, sizeof *object);
    object->kind = kind;
    object->alive = 1;
    object->context = current();
    object->last = &object->first;
    object->next = objects;
    return objects = object;
}
static struct object *known(enum kind kind, const void *handle) {
    for (struct object *o = objects; o; o = o->next)
        if (o == handle && o->kind == kind && o->alive) return o;
    return NULL;
}
static struct object *holding(enum kind kind, const void *place, size_t bytes) {
    for (struct object *o = objects; o; o = o->next)
        if (o->kind == kind && o->alive && (char *)place >= (char *)o->place &&
            (char *)place + bytes <= (char *)o->place + o->bytes) return o;
    return NULL;
}
static struct object *starting(enum kind kind, const void *place) {
    struct object *o = holding(kind, place, 0);
    return o && o->place == place ? o : NULL;
}
static void end(struct object *object) {
    object->alive = 0;
    if (object->kind == MEMORY) used[object->context->device] -= object->bytes;
    if (object->place) free(object->place);
}
static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- work ---- */

static void perform(const struct work *w) {
    if (w->what == COPY) memmove(w->to, w->from, w->bytes);
    else if (w->what == FILL)
        for (size_t i = 0; i < w->bytes; i++) ((char *)w->to)[i] = (char)(w->value >> 8 * (i % (size_t)w->width));
    else if (w->what == MARK) { w->event->done = w->event->marked; w->event->ms = now_ms(); }
    else if (w->kernel) w->kernel(w->grid, w->block, w->from, w->bytes);
}
static void finish(void) {
    while (queue) {
        struct work *w = queue;
        queue = w->next;
        perform(w);
        free(w);
    }
    queue_end = &queue;
}
static void drop(void) {
    while (queue) {
        struct work *w = queue;
        queue = w->next;
        free(w);
    }
    queue_end = &queue;
}
static int plain(const void *stream) { return (uintptr_t)stream <= 2; }
static int enqueue(void *stream, struct work work) {
    struct object *s = plain(stream) ? NULL : known(STREAM, stream);
    if (!plain(stream) && !s) return INVALID_HANDLE;
    struct work *w = malloc(sizeof *w), ***end = s && s->graph ? &s->graph->last : &queue_end;
    *w = work;
    w->next = NULL;
    **end = w;
    *end = &w->next;
    return SUCCESS;
}
static int captured(const void *stream) {
    struct object *s = plain(stream) ? NULL : known(STREAM, stream);
    return s && s->graph;
}
static int copy(void *to, const void *from, size_t bytes, void *stream, int at_once) {
    struct work work = {.what = COPY, .to = to, .from = from, .bytes = bytes};
    int status = enqueue(stream, work);
    if (!status && at_once && !captured(stream)) finish();
    return status;
}

/* ---- driver and devices ---- */

FUNCTION_OF(cuInit(unsigned flags)) {
    CALL("cuInit", NOTHING);
    if (!cards()) FAIL(NO_DEVICE, "%u", flags);
    initialised = 1;
    DONE("%u", flags);
}
FUNCTION_OF(cuDriverGetVersion(int *version)) {
    CALL("cuDriverGetVersion", NOTHING);
    *version = (int)setting("FAKE_CUDA_VERSION", 13000);
    DONE("%d", *version);
}
FUNCTION_OF(cuDeviceGetCount(int *count)) {
    CALL("cuDeviceGetCount", INITIALISED);
    *count = cards();
    DONE("%d", *count);
}
FUNCTION_OF(cuDeviceGet(int *device, int ordinal)) {
    CALL("cuDeviceGet", INITIALISED);
    if (ordinal < 0 || ordinal >= cards()) FAIL(INVALID_DEVICE, "%d", ordinal);
    *device = ordinal;
    DONE("%d", ordinal);
}
FUNCTION_OF(cuDeviceGetName(char *name, int length, int device)) {
    CALL("cuDeviceGetName", INITIALISED);
    snprintf(name, (size_t)length, "Fake card %d", device);
    DONE("%d", device);
}
FUNCTION_OF(cuDeviceTotalMem_v2(size_t *bytes, int device)) {
    CALL("cuDeviceTotalMem", INITIALISED);
    *bytes = total();
    DONE("%d", device);
}
FUNCTION_OF(cuDeviceGetAttribute(int *value, int attribute, int device)) {
    CALL("cuDeviceGetAttribute", INITIALISED);
    int capability = (int)setting("FAKE_CUDA_CAPABILITY", 90);
    *value = attribute == 75 ? capability / 10 : attribute == 76 ? capability % 10
           : attribute == 1 ? 1024 : attribute == 10 ? 32 : attribute == 16 ? 132 : 1;
    DONE("%d %d", attribute, device);
}
FUNCTION_OF(cuDeviceComputeCapability(int *major, int *minor, int device)) {
    CALL("cuDeviceComputeCapability", INITIALISED);
    *major = (int)setting("FAKE_CUDA_CAPABILITY", 90) / 10;
    *minor = (int)setting("FAKE_CUDA_CAPABILITY", 90) % 10;
    DONE("%d", device);
}
FUNCTION_OF(cuDeviceGetUuid(char *uuid, int device)) {
    CALL("cuDeviceGetUuid", INITIALISED);
    memset(uuid, 0, 16);
    uuid[15] = (char)device;
    DONE("%d", device);
}
FUNCTION_OF(cuDeviceGetUuid_v2(char *uuid, int device)) { return cuDeviceGetUuid(uuid, device); }
FUNCTION_OF(cuDeviceGetPCIBusId(char *name, int length, int device)) {
    CALL("cuDeviceGetPCIBusId", INITIALISED);
    snprintf(name, (size_t)length, "0000:%02x:00.0", device + 1);
    DONE("%d", device);
}
static const struct { int code; const char *name, *said; } ERRORS[] = {
    {0, "CUDA_SUCCESS", "no error"}, {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}, {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {35, "CUDA_ERROR_INSUFFICIENT_DRIVER", "driver version is insufficient"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {200, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {401, "CUDA_ERROR_ILLEGAL_STATE", "the operation cannot be performed in the present state"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"}, {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {701, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"},
    {709, "CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};
#define ERROR_WORD(FUNCTION, FIELD) \
    FUNCTION_OF(FUNCTION(int code, const char **word)) { \
        for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++) \
            if (ERRORS[i].code == code) { *word = ERRORS[i].FIELD; return SUCCESS; } \
        *word = NULL; \
        return INVALID_VALUE; \
    }
ERROR_WORD(cuGetErrorName, name)
ERROR_WORD(cuGetErrorString, said)

/* ---- contexts ---- */

static struct context *new_context(int device, int primary) {
    struct context *c = calloc(1, sizeof *c);
    c->device = device;
    c->primary = primary;
    c->alive = 1;
    return c;
}
static void kill_context(struct context *c) {
    if (c->sticky) drop(); /* what waits on a failed card is never done */
    else finish();
    for (struct object *o = objects; o; o = o->next)
        if (o->alive && o->context == c) {
            if (o->kind != FUNCTION) note("lost", o);
            end(o);
        }
    c->alive = 0;
}
static int push(struct context *c) {
    if (depth == 64) return INVALID_VALUE;
    stack[depth++] = c;
    return SUCCESS;
}
FUNCTION_OF(cuDevicePrimaryCtxRetain(struct context **out, int device)) {
    CALL("cuDevicePrimaryCtxRetain", INITIALISED);
    if (device < 0 || device >= cards()) FAIL(INVALID_DEVICE, "%d", device);
    /* Measured on an H100 (driver 580): so it stays when all let go, and after a reset. */
    if (primaries[device] && primaries[device]->sticky) FAIL(primaries[device]->sticky, "%d", device);
    if (!primaries[device] || !primaries[device]->alive) primaries[device] = new_context(device, 1);
    primaries[device]->holders++;
    *out = primaries[device];
    DONE("%p %d", (void *)*out, primaries[device]->holders);
}
FUNCTION_OF(cuDevicePrimaryCtxRelease_v2(int device)) {
    CALL("cuDevicePrimaryCtxRelease", INITIALISED);
    struct context *c = device < 0 || device >= 16 ? NULL : primaries[device];
    if (!c || !c->alive) FAIL(INVALID_CONTEXT, "%d", device);
    if (--c->holders == 0) kill_context(c);
    DONE("%p %d", (void *)c, c->holders);
}
FUNCTION_OF(cuDevicePrimaryCtxRelease(int device)) { return cuDevicePrimaryCtxRelease_v2(device); }
FUNCTION_OF(cuDevicePrimaryCtxReset_v2(int device)) {
    CALL("cuDevicePrimaryCtxReset", INITIALISED);
    if (primaries[device] && primaries[device]->alive) kill_context(primaries[device]);
    DONE("%d", device);
}
FUNCTION_OF(cuDevicePrimaryCtxReset(int device)) { return cuDevicePrimaryCtxReset_v2(device); }
FUNCTION_OF(cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active)) {
    CALL("cuDevicePrimaryCtxGetState", INITIALISED);
    *flags = 0;
    *active = primaries[device] && primaries[device]->alive;
    DONE("%d %d", device, *active);
}
FUNCTION_OF(cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags)) {
    CALL("cuDevicePrimaryCtxSetFlags", INITIALISED);
    DONE("%d %u", device, flags);
}
FUNCTION_OF(cuDevicePrimaryCtxSetFlags(int device, unsigned flags)) {
    return cuDevicePrimaryCtxSetFlags_v2(device, flags);
}
static int create(struct context **out, int device) {
    CALL("cuCtxCreate", INITIALISED);
    if (device < 0 || device >= cards()) FAIL(INVALID_DEVICE, "%d", device);
    *out = new_context(device, 0);
    push(*out);
    DONE("%p", (void *)*out);
}
FUNCTION_OF(cuCtxCreate_v2(struct context **out, unsigned f, int device)) { (void)f; return create(out, device); }
FUNCTION_OF(cuCtxCreate_v3(struct context **out, void *p, int n, unsigned f, int device)) {
    (void)p, (void)n, (void)f;
    return create(out, device);
}
FUNCTION_OF(cuCtxCreate_v4(struct context **out, void *p, unsigned f, int device)) {
    (void)p, (void)f;
    return create(out, device);
}
FUNCTION_OF(cuCtxDestroy_v2(struct context *c)) {
    CALL("cuCtxDestroy", INITIALISED);
    if (!c || c->primary || !c->alive) FAIL(INVALID_CONTEXT, "%p", (void *)c);
    kill_context(c);
    if (depth && current() == c) depth--;
    DONE("%p", (void *)c);
}
FUNCTION_OF(cuCtxPushCurrent_v2(struct context *c)) {
    CALL("cuCtxPushCurrent", INITIALISED);
    if (!c || !c->alive) FAIL(c ? CONTEXT_IS_DESTROYED : INVALID_CONTEXT, "%p", (void *)c);
    status = push(c);
    FAIL(status, "%p", (void *)c);
}
FUNCTION_OF(cuCtxPopCurrent_v2(struct context **out)) {
    CALL("cuCtxPopCurrent", INITIALISED);
    if (!depth) FAIL(INVALID_CONTEXT, "-");
    struct context *c = stack[--depth];
    if (out) *out = c;
    DONE("%p", (void *)c);
}
FUNCTION_OF(cuCtxSetCurrent(struct context *c)) {
    CALL("cuCtxSetCurrent", INITIALISED);
    if (depth) depth--;
    if (c) status = push(c);
    FAIL(status, "%p", (void *)c);
}
FUNCTION_OF(cuCtxGetCurrent(struct context **out)) {
    CALL("cuCtxGetCurrent", INITIALISED);
    *out = depth ? current() : NULL;
    DONE("%p", (void *)*out);
}
FUNCTION_OF(cuCtxGetDevice(int *device)) {
    CALL("cuCtxGetDevice", INITIALISED);
    if (!depth) FAIL(INVALID_CONTEXT, "-");
    *device = current()->device;
    DONE("%d", *device);
}
FUNCTION_OF(cuCtxSynchronize(void)) {
    CALL("cuCtxSynchronize", UNCAPTURED);
    finish();
    DONE("-");
}
FUNCTION_OF(cuCtxGetApiVersion(struct context *c, unsigned *version)) {
    CALL("cuCtxGetApiVersion", INITIALISED);
    *version = 3020;
    DONE("%p", (void *)c);
}
FUNCTION_OF(cuCtxGetFlags(unsigned *flags)) {
    CALL("cuCtxGetFlags", CONTEXT);
    *flags = 0;
    DONE("-");
}
FUNCTION_OF(cuCtxGetStreamPriorityRange(int *least, int *greatest)) {
    CALL("cuCtxGetStreamPriorityRange", CONTEXT);
    *least = 0;
    *greatest = -5;
    DONE("-");
}

/* ---- memory ---- */

FUNCTION_OF(cuMemGetInfo_v2(size_t *free_bytes, size_t *all)) {
    CALL("cuMemGetInfo", CONTEXT);
    *all = total();
    *free_bytes = total() - used[current()->device];
    DONE("%zu", *free_bytes);
}
FUNCTION_OF(cuMemAlloc_v2(address_t *out, size_t bytes)) {
    CALL("cuMemAlloc", UNCAPTURED);
    if (!bytes) FAIL(INVALID_VALUE, "- 0");
    void *place = used[current()->device] + bytes > total() ? NULL : aligned_alloc(512, (bytes + 511) / 512 * 512);
    if (!place) FAIL(OUT_OF_MEMORY, "- %zu", bytes);
    memset(place, 0xA5, bytes); /* what a card has there is not nothing either */
    struct object *o = make(MEMORY);
    o->place = place;
    o->bytes = bytes;
    used[current()->device] += bytes;
    *out = (address_t)(uintptr_t)place;
    DONE("%p %zu", place, bytes);
}
FUNCTION_OF(cuMemFree_v2(address_t address)) {
    CALL("cuMemFree", UNCAPTURED);
    void *place = (void *)(uintptr_t)address;
    struct object *o = starting(MEMORY, place);
    if (!o) FAIL(INVALID_VALUE, "%p", place);
    finish();
    end(o);
    DONE("%p", place);
}
FUNCTION_OF(cuMemHostAlloc(void **out, size_t bytes, unsigned flags)) {
    CALL("cuMemHostAlloc", UNCAPTURED);
    struct object *o = make(PINNED);
    o->place = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096 + 4096 * !bytes);
    o->bytes = bytes;
    *out = o->place;
    DONE("%p %zu %u", o->place, bytes, flags);
}
FUNCTION_OF(cuMemAllocHost_v2(void **out, size_t bytes)) { return cuMemHostAlloc(out, bytes, 0); }
FUNCTION_OF(cuMemFreeHost(void *place)) {
    CALL("cuMemFreeHost", UNCAPTURED);
    struct object *o = starting(PINNED, place);
    if (!o) FAIL(INVALID_VALUE, "%p", place);
    finish();
    end(o);
    DONE("%p", place);
}
FUNCTION_OF(cuMemHostGetDevicePointer_v2(address_t *out, void *place, unsigned flags)) {
    CALL("cuMemHostGetDevicePointer", CONTEXT);
    *out = (address_t)(uintptr_t)place;
    DONE("%p %u", place, flags);
}
FUNCTION_OF(cuMemGetAddressRange_v2(address_t *base, size_t *bytes, address_t address)) {
    CALL("cuMemGetAddressRange", CONTEXT);
    struct object *o = holding(MEMORY, (void *)(uintptr_t)address, 0);
    if (!o) FAIL(NOT_FOUND, "%#llx", address);
    if (base) *base = (address_t)(uintptr_t)o->place;
    if (bytes) *bytes = o->bytes;
    DONE("%#llx", address);
}

/* Copies. Pageable host memory is read or written before the call returns, as by the real driver. */
#define OF(address) ((void *)(uintptr_t)(address))
static int move(const char *name, void *to, const void *from, size_t bytes, void *stream, const void *host,
                int device_to, int device_from, int wait) {
    CALL(name, CONTEXT);
    if ((device_to && !holding(MEMORY, to, bytes)) || (device_from && !holding(MEMORY, from, bytes)))
        FAIL(INVALID_VALUE, "%p %p %zu", to, from, bytes);
    if (wait && capture_of_mine()) {
        capture_of_mine()->spoilt = 1;
        FAIL(CAPTURE_UNSUPPORTED, "%p %p %zu", to, from, bytes);
    }
    status = copy(to, from, bytes, stream, wait || (host && !holding(PINNED, host, bytes)));
    FAIL(status, "%p %p %zu", to, from, bytes);
}
FUNCTION_OF(cuMemcpyHtoD_v2(address_t to, const void *from, size_t n)) {
    return move("cuMemcpyHtoD", OF(to), from, n, NULL, from, 1, 0, 1);
}
FUNCTION_OF(cuMemcpyDtoH_v2(void *to, address_t from, size_t n)) {
    return move("cuMemcpyDtoH", to, OF(from), n, NULL, to, 0, 1, 1);
}
FUNCTION_OF(cuMemcpyDtoD_v2(address_t to, address_t from, size_t n)) {
    return move("cuMemcpyDtoD", OF(to), OF(from), n, NULL, NULL, 1, 1, 1);
}
FUNCTION_OF(cuMemcpyHtoDAsync_v2(address_t to, const void *from, size_t n, void *stream)) {
    return move("cuMemcpyHtoDAsync", OF(to), from, n, stream, from, 1, 0, 0);
}
FUNCTION_OF(cuMemcpyDtoHAsync_v2(void *to, address_t from, size_t n, void *stream)) {
    return move("cuMemcpyDtoHAsync", to, OF(from), n, stream, to, 0, 1, 0);
}
FUNCTION_OF(cuMemcpyDtoDAsync_v2(address_t to, address_t from, size_t n, void *stream)) {
    return move("cuMemcpyDtoDAsync", OF(to), OF(from), n, stream, NULL, 1, 1, 0);
}
FUNCTION_OF(cuMemcpy(address_t to, address_t from, size_t n)) {
    return move("cuMemcpy", OF(to), OF(from), n, NULL, NULL, 0, 0, 1);
}
FUNCTION_OF(cuMemcpyAsync(address_t to, address_t from, size_t n, void *stream)) {
    return move("cuMemcpyAsync", OF(to), OF(from), n, stream, NULL, 0, 0, 0);
}
static int fill(const char *name, address_t to, unsigned value, size_t n, int width, void *stream, int wait) {
    CALL(name, CONTEXT);
    size_t bytes = n * (size_t)width;
    if (!holding(MEMORY, OF(to), bytes)) FAIL(INVALID_VALUE, "%#llx %zu", to, bytes);
    struct work work = {.what = FILL, .to = OF(to), .bytes = bytes, .value = value, .width = width};
    status = enqueue(stream, work);
    if (!status && wait) finish();
    FAIL(status, "%#llx %zu", to, bytes);
}
FUNCTION_OF(cuMemsetD8_v2(address_t to, unsigned char v, size_t n)) { return fill("cuMemsetD8", to, v, n, 1, NULL, 1); }
FUNCTION_OF(cuMemsetD16_v2(address_t to, unsigned short v, size_t n)) { return fill("cuMemsetD16", to, v, n, 2, NULL, 1); }
FUNCTION_OF(cuMemsetD32_v2(address_t to, unsigned v, size_t n)) { return fill("cuMemsetD32", to, v, n, 4, NULL, 1); }
FUNCTION_OF(cuMemsetD8Async(address_t to, unsigned char v, size_t n, void *s)) { return fill("cuMemsetD8Async", to, v, n, 1, s, 0); }
FUNCTION_OF(cuMemsetD16Async(address_t to, unsigned short v, size_t n, void *s)) { return fill("cuMemsetD16Async", to, v, n, 2, s, 0); }
FUNCTION_OF(cuMemsetD32Async(address_t to, unsigned v, size_t n, void *s)) { return fill("cuMemsetD32Async", to, v, n, 4, s, 0); }

/* ---- streams and events ---- */

FUNCTION_OF(cuStreamCreate(void **out, unsigned flags)) {
    CALL("cuStreamCreate", CONTEXT);
    *out = make(STREAM);
    DONE("%p %u", *out, flags);
}
FUNCTION_OF(cuStreamCreateWithPriority(void **out, unsigned flags, int priority)) {
    (void)priority;
    return cuStreamCreate(out, flags);
}
FUNCTION_OF(cuStreamDestroy_v2(void *stream)) {
    CALL("cuStreamDestroy", CONTEXT);
    struct object *o = known(STREAM, stream);
    if (!o) FAIL(INVALID_HANDLE, "%p", stream);
    finish();
    end(o);
    DONE("%p", stream);
}
static int wait_for(const char *name, enum kind kind, void *handle) {
    CALL(name, CONTEXT);
    struct object *o = known(kind, handle);
    if (!o && !(kind == STREAM && plain(handle))) FAIL(INVALID_HANDLE, "%p", handle);
    if (o && o->graph) {
        o->spoilt = 1;
        FAIL(CAPTURE_UNSUPPORTED, "%p", handle);
    }
    finish();
    DONE("%p", handle);
}
FUNCTION_OF(cuStreamSynchronize(void *stream)) { return wait_for("cuStreamSynchronize", STREAM, stream); }
FUNCTION_OF(cuStreamQuery(void *stream)) { return wait_for("cuStreamQuery", STREAM, stream); }
FUNCTION_OF(cuEventSynchronize(void *event)) { return wait_for("cuEventSynchronize", EVENT, event); }
FUNCTION_OF(cuEventQuery(void *event)) { return wait_for("cuEventQuery", EVENT, event); }
FUNCTION_OF(cuStreamWaitEvent(void *stream, void *event, unsigned flags)) {
    CALL("cuStreamWaitEvent", CONTEXT);
    if (!known(EVENT, event) || (!plain(stream) && !known(STREAM, stream))) FAIL(INVALID_HANDLE, "%p %p", stream, event);
    DONE("%p %p %u", stream, event, flags);
}
FUNCTION_OF(cuEventCreate(void **out, unsigned flags)) {
    CALL("cuEventCreate", CONTEXT);
    *out = make(EVENT);
    DONE("%p %u", *out, flags);
}
FUNCTION_OF(cuEventDestroy_v2(void *event)) {
    CALL("cuEventDestroy", CONTEXT);
    struct object *o = known(EVENT, event);
    if (!o) FAIL(INVALID_HANDLE, "%p", event);
    finish();
    end(o);
    DONE("%p", event);
}
FUNCTION_OF(cuEventRecord(void *event, void *stream)) {
    CALL("cuEventRecord", CONTEXT);
    struct object *o = known(EVENT, event);
    if (!o) FAIL(INVALID_HANDLE, "%p", event);
    o->marked++;
    struct work work = {.what = MARK, .event = o};
    status = enqueue(stream, work);
    FAIL(status, "%p %p", event, stream);
}
FUNCTION_OF(cuEventRecordWithFlags(void *event, void *stream, unsigned f)) { (void)f; return cuEventRecord(event, stream); }
FUNCTION_OF(cuEventElapsedTime(float *ms, void *from, void *to)) {
    CALL("cuEventElapsedTime", CONTEXT);
    struct object *a = known(EVENT, from), *b = known(EVENT, to);
    if (!a || !b || !a->marked || !b->marked) FAIL(INVALID_HANDLE, "%p %p", from, to);
    if (a->done != a->marked || b->done != b->marked) FAIL(NOT_READY, "%p %p", from, to);
    *ms = (float)(b->ms - a->ms);
    DONE("%p %p", from, to);
}
FUNCTION_OF(cuEventElapsedTime_v2(float *ms, void *from, void *to)) { return cuEventElapsedTime(ms, from, to); }

/* ---- modules ---- */

static int is_ptx(const char *image) {
    while (*image == '/' || isspace((unsigned char)*image)) {
        if (*image == '/') image += strcspn(image, "\n");
        else image++;
    }
    return !strncmp(image, ".version", 8);
}
static int load(const char *name, void **out, const void *image) {
    CALL(name, UNCAPTURED);
    static const char ELF[] = "\177ELF", FAT[] = "\x50\xed\x55\xba";
    int binary = image && (!memcmp(image, ELF, 4) || !memcmp(image, FAT, 4));
    if (!image || (!binary && !is_ptx(image))) FAIL(image ? INVALID_PTX : INVALID_VALUE, "%p", image);
    struct object *o = make(MODULE);
    o->text = binary ? NULL : strdup(image);
    *out = o;
    DONE("%p", *out);
}
FUNCTION_OF(cuModuleLoadData(void **out, const void *image)) { return load("cuModuleLoadData", out, image); }
FUNCTION_OF(cuModuleLoadDataEx(void **out, const void *image, unsigned n, void *options, void **values)) {
    (void)n, (void)options, (void)values;
    return load("cuModuleLoadData", out, image);
}
FUNCTION_OF(cuModuleLoadFatBinary(void **out, const void *image)) { return load("cuModuleLoadData", out, image); }
FUNCTION_OF(cuModuleUnload(void *module)) {
    CALL("cuModuleUnload", UNCAPTURED);
    struct object *o = known(MODULE, module);
    if (!o) FAIL(INVALID_HANDLE, "%p", module);
    finish();
    end(o);
    DONE("%p", module);
}
static int declares(const char *ptx, const char *name) {
    for (const char *at = ptx; (at = strstr(at, ".entry")) != NULL;) {
        at += 6;
        while (isspace((unsigned char)*at)) at++;
        size_t length = strlen(name);
        if (!strncmp(at, name, length) && !isalnum((unsigned char)at[length]) && at[length] != '_') return 1;
    }
    return 0;
}
FUNCTION_OF(cuModuleGetFunction(void **out, void *module, const char *name)) {
    CALL("cuModuleGetFunction", CONTEXT);
    struct object *o = known(MODULE, module);
    if (!o) FAIL(INVALID_HANDLE, "%p", module);
    if (o->text && !declares(o->text, name)) FAIL(NOT_FOUND, "%s", name);
    struct object *function = make(FUNCTION);
    function->text = strdup(name);
    static void *kernels;
    const char *library = getenv("FAKE_CUDA_KERNELS");
    if (library && !kernels) kernels = dlopen(library, RTLD_NOW);
    if (kernels) function->kernel = (kernel_t *)(uintptr_t)dlsym(kernels, name);
    *out = function;
    DONE("%s %p", name, *out);
}
FUNCTION_OF(cuModuleGetGlobal_v2(address_t *out, size_t *bytes, void *module, const char *name)) {
    (void)out, (void)bytes;
    CALL("cuModuleGetGlobal", CONTEXT);
    FAIL(NOT_FOUND, "%p %s", module, name);
}
FUNCTION_OF(cuFuncGetAttribute(int *value, int attribute, void *function)) {
    CALL("cuFuncGetAttribute", CONTEXT);
    *value = attribute == 0 ? 1024 : 0;
    DONE("%d %p", attribute, function);
}
FUNCTION_OF(cuFuncSetAttribute(void *function, int attribute, int value)) {
    CALL("cuFuncSetAttribute", CONTEXT);
    DONE("%p %d %d", function, attribute, value);
}
FUNCTION_OF(cuFuncSetCacheConfig(void *function, int config)) {
    CALL("cuFuncSetCacheConfig", CONTEXT);
    DONE("%p %d", function, config);
}
FUNCTION_OF(cuFuncSetBlockShape(void *function, int x, int y, int z)) { /* pycuda calls it before each launch */
    CALL("cuFuncSetBlockShape", CONTEXT);
    if (!known(FUNCTION, function)) FAIL(INVALID_HANDLE, "%p", function);
    DONE("%p %d,%d,%d", function, x, y, z);
}
FUNCTION_OF(cuLaunchKernel(void *handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                           unsigned shared, void *stream, void **parameters, void **extra)) {
    CALL("cuLaunchKernel", CONTEXT);
    struct object *f = known(FUNCTION, handle);
    if (!f) FAIL(INVALID_HANDLE, "%p", handle);
    if (!gx || !gy || !gz || !bx || !by || !bz || (size_t)bx * by * bz > 1024 || gy > 65535 || gz > 65535 || bz > 64)
        FAIL(INVALID_VALUE, "%s", f->text);
    struct work work = {.what = LAUNCH, .kernel = parameters ? NULL : f->kernel,
                        .grid = {gx, gy, gz}, .block = {bx, by, bz}};
    /* CU_LAUNCH_PARAM_BUFFER_POINTER is 1, _SIZE 2, _END 0. The arguments are taken at the call. */
    for (; extra && *extra; extra += 2) {
        if (*extra == (void *)1) work.from = extra[1];
        if (*extra == (void *)2) work.bytes = *(size_t *)extra[1];
    }
    if (work.from) work.from = memcpy(malloc(work.bytes + 1), work.from, work.bytes);
    status = enqueue(stream, work);
    FAIL(status, "%s %u,%u,%u %u,%u,%u %u %p", f->text, gx, gy, gz, bx, by, bz, shared, stream);
}

/* ---- graphs ---- */

FUNCTION_OF(cuStreamBeginCapture_v2(void *stream, int mode)) {
    CALL("cuStreamBeginCapture", CONTEXT);
    struct object *s = known(STREAM, stream);
    if (!s) FAIL(plain(stream) ? CAPTURE_UNSUPPORTED : INVALID_HANDLE, "%p", stream);
    if (s->graph) FAIL(ILLEGAL_STATE, "%p", stream);
    s->graph = make(GRAPH);
    s->spoilt = 0;
    s->owner = me;
    s->mode = mode;
    DONE("%p %d", stream, mode);
}
FUNCTION_OF(cuStreamEndCapture(void *stream, void **out)) {
    const char *NAME = "cuStreamEndCapture";
    int status = enter(NAME, CONTEXT);
    struct object *s = known(STREAM, stream);
    if (status) { /* the capture ends all the same */
        if (s && s->graph) end(s->graph);
        if (s) s->graph = NULL;
        FAIL(status, "-");
    }
    if (!s) FAIL(INVALID_HANDLE, "%p", stream);
    if (!s->graph) FAIL(ILLEGAL_STATE, "%p", stream);
    struct object *graph = s->graph;
    s->graph = NULL;
    *out = NULL;
    if (s->spoilt) {
        end(graph);
        FAIL(CAPTURE_INVALIDATED, "%p", stream);
    }
    *out = graph;
    DONE("%p %p", stream, *out);
}
FUNCTION_OF(cuStreamIsCapturing(void *stream, int *state)) {
    CALL("cuStreamIsCapturing", CONTEXT);
    struct object *s = known(STREAM, stream);
    *state = !s || !s->graph ? 0 : s->spoilt ? 2 : 1;
    DONE("%p %d", stream, *state);
}
FUNCTION_OF(cuThreadExchangeStreamCaptureMode(int *mode)) {
    CALL("cuThreadExchangeStreamCaptureMode", INITIALISED);
    int old = relaxed_default;
    relaxed_default = *mode;
    *mode = old;
    DONE("%d", relaxed_default);
}
static int instantiate(void **out, void *handle) {
    CALL("cuGraphInstantiate", CONTEXT);
    struct object *graph = known(GRAPH, handle);
    if (!graph) FAIL(INVALID_HANDLE, "%p", handle);
    struct object *o = make(EXECUTABLE);
    for (struct work *w = graph->first; w; w = w->next) {
        struct work *own = malloc(sizeof *own);
        *own = *w;
        own->next = NULL;
        *o->last = own;
        o->last = &own->next;
    }
    *out = o;
    DONE("%p %p", *out, handle);
}
FUNCTION_OF(cuGraphInstantiate_v2(void **out, void *graph, void **node, char *log, size_t n)) {
    (void)node, (void)log, (void)n;
    return instantiate(out, graph);
}
FUNCTION_OF(cuGraphInstantiateWithFlags(void **out, void *graph, unsigned long long f)) { (void)f; return instantiate(out, graph); }
FUNCTION_OF(cuGraphInstantiateWithParams(void **out, void *graph, void *p)) { (void)p; return instantiate(out, graph); }
FUNCTION_OF(cuGraphLaunch(void *executable, void *stream)) {
    CALL("cuGraphLaunch", CONTEXT);
    struct object *o = known(EXECUTABLE, executable);
    if (!o) FAIL(INVALID_HANDLE, "%p", executable);
    for (struct work *w = o->first; w && !status; w = w->next) status = enqueue(stream, *w);
    if (!o->first && !plain(stream) && !known(STREAM, stream)) status = INVALID_HANDLE;
    FAIL(status, "%p %p", executable, stream);
}
FUNCTION_OF(cuGraphUpload(void *executable, void *stream)) {
    CALL("cuGraphUpload", CONTEXT);
    if (!known(EXECUTABLE, executable)) FAIL(INVALID_HANDLE, "%p", executable);
    DONE("%p %p", executable, stream);
}
FUNCTION_OF(cuGraphGetNodes(void *graph, void **nodes, size_t *count)) {
    CALL("cuGraphGetNodes", CONTEXT);
    struct object *o = known(GRAPH, graph);
    if (!o) FAIL(INVALID_HANDLE, "%p", graph);
    size_t n = 0;
    for (struct work *w = o->first; w; w = w->next, n++)
        if (nodes && n < *count) nodes[n] = w;
    *count = n;
    DONE("%p %zu", graph, n);
}
static int destroy(const char *name, enum kind kind, void *handle) {
    CALL(name, CONTEXT);
    struct object *o = known(kind, handle);
    if (!o) FAIL(INVALID_HANDLE, "%p", handle);
    end(o);
    DONE("%p", handle);
}
FUNCTION_OF(cuGraphDestroy(void *graph)) { return destroy("cuGraphDestroy", GRAPH, graph); }
FUNCTION_OF(cuGraphExecDestroy(void *executable)) { return destroy("cuGraphExecDestroy", EXECUTABLE, executable); }

/* What nobody has asked for yet is refused, and seen in the trace. */
#define REFUSED(NAME) FUNCTION_OF(NAME(void)) { CALL(#NAME, NOTHING); FAIL(NOT_SUPPORTED, "-"); }
#include "refused.h"
