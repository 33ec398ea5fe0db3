#include "private.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

const char *od_instructions(void) {
  dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
  // Each level's bits contain those of the levels below it.
#define AT_LEAST(level) (((unsigned)isa & (unsigned)(level)) == (unsigned)(level))
  if (AT_LEAST(dnnl_cpu_isa_avx512_core_amx)) return "AVX-512 with AMX";
  if (AT_LEAST(dnnl_cpu_isa_avx512_core_bf16)) return "AVX-512 with bf16";
  if (AT_LEAST(dnnl_cpu_isa_avx512_core)) return "AVX-512";
  if (AT_LEAST(dnnl_cpu_isa_avx2)) return "AVX2";
  if (AT_LEAST(dnnl_cpu_isa_sse41)) return "SSE4.1";
#undef AT_LEAST
  return "the processor's basic instructions";
}

int od_has_bf16(void) {
  dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
  return ((unsigned)isa & (unsigned)dnnl_cpu_isa_avx512_core_bf16) ==
         (unsigned)dnnl_cpu_isa_avx512_core_bf16;
}

int od_has_slow_bf16(void) {
#if defined(__x86_64__)
  unsigned a, b, c, d;
  // CPUID's leaf 7: AMX-BF16.
  if (!od_has_bf16() || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || d & 1u << 22) return 0;
  return __get_cpuid(0, &a, &b, &c, &d) && b == signature_INTEL_ebx && c == signature_INTEL_ecx &&
         d == signature_INTEL_edx;
#else
  return 0;
#endif
}

int od_layout_create(int rank, const int64_t *dimensions, int type, int lanes, od_layout **out) {
  static const dnnl_format_tag_t row_major[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
  if (rank < 1 || rank > 5) return dnnl_invalid_arguments;
  dnnl_format_tag_t tag = dnnl_format_tag_any;
  if (lanes == 1) tag = row_major[rank - 1];
  if (lanes > 1) tag = lanes == 16 ? dnnl_nChw16c : dnnl_nChw8c;
  dnnl_dims_t dims = {0};
  memcpy(dims, dimensions, (size_t)rank * sizeof *dimensions);
  od_desc desc;
  int status = od_desc_by_tag(&desc, rank, dims, type == OD_BF16 ? dnnl_bf16 : dnnl_f32, tag);
  return status ? status : od_layout_wrap(desc, out);
}

int od_layout_prefix(const od_layout *layout, int64_t count, od_layout **out) {
  dnnl_dims_t dims = {0}, offsets = {0};
  od_desc_dims(OD_DESC(layout), dims);
  dims[0] = count;
  od_desc desc;
#if OD_VERSION_3
  int status = dnnl_memory_desc_create_submemory(&desc, layout->desc, dims, offsets);
#else
  int status = dnnl_memory_desc_init_submemory(&desc, &layout->desc, dims, offsets);
#endif
  return status ? status : od_layout_wrap(desc, out);
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
