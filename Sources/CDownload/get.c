// Swift cannot call the variadic functions that set libcurl's options.

#include "CDownload.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

_Static_assert(CDOWNLOAD_REASON_BYTES >= CURL_ERROR_SIZE, "the reasons of libcurl fit");

static size_t receive_header(char *line, size_t size, size_t count, void *context) {
  const cdownload_request *request = context;
  request->on_header(request->context, line, size * count);
  return size * count;
}

static size_t receive_bytes(char *bytes, size_t size, size_t count, void *context) {
  const cdownload_request *request = context;
  return request->on_bytes(request->context, bytes, size * count) == 0 ? size * count : 0;
}

static int report_progress(
    void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now) {
  (void)total, (void)now, (void)up_total, (void)up_now;
  const cdownload_request *request = context;
  return request->should_stop(request->context);
}

static void allow_web_only(CURL *curl) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static struct curl_slist *set_range(CURL *curl, const cdownload_request *request) {
  if (request->from <= 0) return NULL;
  char range[32];
  snprintf(range, sizeof range, "%lld-", (long long)request->from);
  curl_easy_setopt(curl, CURLOPT_RANGE, range);
  if (!request->validator) return NULL;
  char header[512];
  int length = snprintf(header, sizeof header, "If-Range: %s", request->validator);
  if (length >= (int)sizeof header) return NULL;
  struct curl_slist *headers = curl_slist_append(NULL, header);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  return headers;
}

static cdownload_outcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_OK: return CDOWNLOAD_DONE;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return CDOWNLOAD_ENDED;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return CDOWNLOAD_NO_SERVER;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return CDOWNLOAD_FAILED;
    default: return CDOWNLOAD_INTERRUPTED;
  }
}

static void start_libcurl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

cdownload_outcome cdownload_get(const cdownload_request *request, int64_t *status, char *reason) {
  static pthread_once_t started = PTHREAD_ONCE_INIT;
  pthread_once(&started, start_libcurl);
  *status = 0;
  reason[0] = 0;
  CURL *curl = curl_easy_init();
  if (!curl) return CDOWNLOAD_FAILED;
  allow_web_only(curl);
  curl_easy_setopt(curl, CURLOPT_URL, request->url);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, request->user_agent);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)request->connect_seconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)request->stall_seconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)request->stall_bytes);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, receive_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, (void *)request);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, (void *)request);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, report_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)request);
  struct curl_slist *headers = set_range(curl, request);
  CURLcode code = curl_easy_perform(curl);
  long response_status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response_status);
  *status = response_status;
  if (code != CURLE_OK && !reason[0]) {
    snprintf(reason, CDOWNLOAD_REASON_BYTES, "%s", curl_easy_strerror(code));
  }
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  return outcome_of(code);
}
