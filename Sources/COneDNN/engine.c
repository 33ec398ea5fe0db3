// The engine, handles of memory, and the instructions of the processor.
#include "private.h"
#include <stdio.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

int od_engine_create(od_engine **out) {
  od_engine *engine = calloc(1, sizeof *engine);
  if (!engine) return dnnl_out_of_memory;
  dnnl_status_t status = dnnl_engine_create(&engine->engine, dnnl_cpu, 0);
  if (status == dnnl_success)
    status = dnnl_stream_create(&engine->stream, engine->engine, dnnl_stream_default_flags);
  if (status != dnnl_success) {
    od_engine_destroy(engine);
    return status;
  }
  *out = engine;
  return 0;
}

void od_engine_destroy(od_engine *engine) {
  if (!engine) return;
  if (engine->stream) dnnl_stream_destroy(engine->stream);
  if (engine->engine) dnnl_engine_destroy(engine->engine);
  free(engine);
}

const char *od_version(void) {
  static char text[32];
  const dnnl_version_t *version = dnnl_version();
  snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
  return text;
}

// Returns 1 if the instructions of a level can be used: the processor has them, and
// ONEDNN_MAX_CPU_ISA allows them. The bits of a level include those of the levels below.
static int has(dnnl_cpu_isa_t level) {
  return ((unsigned)dnnl_get_effective_cpu_isa() & (unsigned)level) == (unsigned)level;
}

const char *od_instructions(void) {
  if (od_has_amx()) return "AVX-512 with AMX";
  if (od_has_bf16()) return "AVX-512 with bf16";
  if (od_has_avx512()) return "AVX-512";
  if (od_has_avx2()) return "AVX2";
  if (has(dnnl_cpu_isa_sse41)) return "SSE4.1";
  return "the processor's basic instructions";
}

int od_has_avx2(void) { return has(dnnl_cpu_isa_avx2); }
int od_has_avx512(void) { return has(dnnl_cpu_isa_avx512_core); }
int od_has_bf16(void) { return has(dnnl_cpu_isa_avx512_core_bf16); }
int od_has_amx(void) { return has(dnnl_cpu_isa_avx512_core_amx); }

int od_has_slow_bf16(void) {
#if defined(__x86_64__)
  unsigned a, b, c, d;
  if (!od_has_bf16() || od_has_amx()) return 0;
  return __get_cpuid(0, &a, &b, &c, &d) && b == signature_INTEL_ebx && c == signature_INTEL_ecx &&
         d == signature_INTEL_edx;
#else
  return 0;
#endif
}

int od_memory_create(od_engine *engine, const od_layout *layout, void *bytes, od_memory **out) {
  dnnl_memory_t memory;
  int status = dnnl_memory_create(&memory, OD_DESC(layout), engine->engine, bytes);
  if (status == 0) *out = (od_memory *)memory;
  return status;
}

int od_memory_point(od_memory *memory, void *bytes) {
  return dnnl_memory_set_data_handle((dnnl_memory_t)memory, bytes);
}

void od_memory_destroy(od_memory *memory) { dnnl_memory_destroy((dnnl_memory_t)memory); }
