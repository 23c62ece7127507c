// Loops over the words of a tensor with AVX2, one thread: what bench/codecs.ts compares the simulator's kernels with.
//
// Usage: codecs WORDS_FILE WORD_BYTES
// Reads operations from the standard input, one a line, and answers each with its seconds and a result:
//   read     sweep over the memory; result: the words or-ed together
//   copy     memcpy of the words; result 0
//   size     zero-value compression: masks of 32 words and the bytes of the stream; result: these bytes
//   encode   the stream itself; result: FNV-1a of it
//   decode   inverse, of the stream of the last encode; result: 1 if it gives the words back
//   runs     word-aligned run length of 4 KiB windows, from the words; result: bytes
#include <immintrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kMargin = 64;
constexpr std::size_t kWindowBytes = 4096;

struct Tables {
  alignas(32) uint32_t compress4[256][8];
  alignas(32) uint32_t expand4[256][8];
  alignas(16) uint8_t compress2[256][16];
  alignas(16) uint8_t expand2[256][16];
  Tables() {
    std::memset(this, 0, sizeof *this);
    for (int mask = 0; mask < 256; mask++) {
      int next = 0;
      for (int lane = 0; lane < 8; lane++) {
        if (mask >> lane & 1) {
          compress4[mask][next] = lane;
          expand4[mask][lane] = next;
          for (int byte = 0; byte < 2; byte++) {
            compress2[mask][2 * next + byte] = 2 * lane + byte;
            expand2[mask][2 * lane + byte] = 2 * next + byte;
          }
          next++;
        } else {
          for (int byte = 0; byte < 2; byte++) expand2[mask][2 * lane + byte] = 0x80;
        }
      }
    }
  }
};
const Tables tables;

__m256i load(const uint8_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }

template <int kWordBytes>
uint32_t nonZeroMask(const uint8_t* words) {
  const __m256i zero = _mm256_setzero_si256();
  if constexpr (kWordBytes == 1) return ~_mm256_movemask_epi8(_mm256_cmpeq_epi8(load(words), zero));
  if constexpr (kWordBytes == 2) {
    const __m256i packed = _mm256_packs_epi16(_mm256_cmpeq_epi16(load(words), zero), _mm256_cmpeq_epi16(load(words + 32), zero));
    return ~_mm256_movemask_epi8(_mm256_permute4x64_epi64(packed, 0xd8));
  }
  const auto eight = [&](int group) {
    return static_cast<uint32_t>(
        _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(load(words + 32 * group), zero))));
  };
  return ~(eight(0) | eight(1) << 8 | eight(2) << 16 | eight(3) << 24);
}

uint64_t readSweep(const uint8_t* words, std::size_t bytes) {
  __m256i any[4] = {};
  for (std::size_t i = 0; i < bytes; i += 128) {
    for (int k = 0; k < 4; k++) any[k] = _mm256_or_si256(any[k], load(words + i + 32 * k));
  }
  const __m256i all = _mm256_or_si256(_mm256_or_si256(any[0], any[1]), _mm256_or_si256(any[2], any[3]));
  uint64_t lanes[4];
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), all);
  return lanes[0] | lanes[1] | lanes[2] | lanes[3];
}

template <int kWordBytes>
uint64_t sizeBytes(const uint8_t* words, std::size_t bytes, uint32_t* masks) {
  uint64_t count = 0;
  for (std::size_t i = 0; i < bytes; i += 32 * kWordBytes) {
    const uint32_t mask = nonZeroMask<kWordBytes>(words + i);
    *masks++ = mask;
    count += _mm_popcnt_u32(mask);
  }
  return kWordBytes * count + bytes / kWordBytes / 8;
}

template <int kWordBytes>
std::size_t encode(const uint8_t* words, std::size_t bytes, uint8_t* out) {
  uint8_t* const start = out;
  for (std::size_t i = 0; i < bytes; i += 32 * kWordBytes) {
    const uint32_t mask = nonZeroMask<kWordBytes>(words + i);
    std::memcpy(out, &mask, 4);
    out += 4;
    for (int group = 0; group < 4; group++) {
      const uint32_t bits = mask >> (8 * group) & 255;
      const uint8_t* from = words + i + 8 * kWordBytes * group;
      if constexpr (kWordBytes == 4) {
        const __m256i order = load(reinterpret_cast<const uint8_t*>(tables.compress4[bits]));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_permutevar8x32_epi32(load(from), order));
      } else if constexpr (kWordBytes == 2) {
        const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(tables.compress2[bits]));
        const __m128i group8 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_shuffle_epi8(group8, order));
      } else {
        uint64_t group8;
        std::memcpy(&group8, from, 8);
        const uint64_t kept = _pext_u64(group8, 0xff * _pdep_u64(bits, 0x0101010101010101));
        std::memcpy(out, &kept, 8);
      }
      out += kWordBytes * _mm_popcnt_u32(bits);
    }
  }
  return out - start;
}

template <int kWordBytes>
void decode(const uint8_t* stream, uint8_t* words, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; i += 32 * kWordBytes) {
    uint32_t mask;
    std::memcpy(&mask, stream, 4);
    stream += 4;
    for (int group = 0; group < 4; group++) {
      const uint32_t bits = mask >> (8 * group) & 255;
      uint8_t* to = words + i + 8 * kWordBytes * group;
      if constexpr (kWordBytes == 4) {
        const __m256i order = load(reinterpret_cast<const uint8_t*>(tables.expand4[bits]));
        const __m256i lane = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
        const __m256i kept = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(bits), lane), lane);
        const __m256i spread = _mm256_permutevar8x32_epi32(load(stream), order);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_and_si256(spread, kept));
      } else if constexpr (kWordBytes == 2) {
        const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(tables.expand2[bits]));
        const __m128i group8 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(stream));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_shuffle_epi8(group8, order));
      } else {
        uint64_t group8;
        std::memcpy(&group8, stream, 8);
        const uint64_t spread = _pdep_u64(group8, 0xff * _pdep_u64(bits, 0x0101010101010101));
        std::memcpy(to, &spread, 8);
      }
      stream += kWordBytes * _mm_popcnt_u32(bits);
    }
  }
}

template <int kWordBytes>
uint64_t runLengthBytes(const uint8_t* words, std::size_t bytes) {
  constexpr uint64_t kLongestRun = kWordBytes == 1 ? 255 : 65535;
  uint64_t total = 0;
  for (std::size_t window = 0; window < bytes; window += kWindowBytes) {
    uint64_t count = 0;
    uint64_t tokens = 0;
    uint64_t open = 0;
    for (std::size_t i = window; i < std::min(bytes, window + kWindowBytes); i += 32 * kWordBytes) {
      const uint32_t mask = nonZeroMask<kWordBytes>(words + i);
      if (mask == 0) {
        open += 32;
        continue;
      }
      open += _tzcnt_u32(mask);
      tokens += open > kLongestRun ? (open + kLongestRun - 1) / kLongestRun : open > 0;
      // A run inside begins at a zero that follows a non-zero word; the last one stays open.
      open = _lzcnt_u32(mask);
      const uint32_t starts = ~mask & (mask << 1);
      tokens += _mm_popcnt_u32(starts) - (open > 0);
      count += _mm_popcnt_u32(mask);
    }
    tokens += (open + kLongestRun - 1) / kLongestRun;
    total += kWordBytes * (count + 2 * tokens);
  }
  return total;
}

uint64_t fnv1a(const uint8_t* bytes, std::size_t length) {
  uint32_t hash = 0x811c9dc5;
  for (std::size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * 0x01000193;
  return hash;
}

template <int kWordBytes>
void serve(const std::vector<uint8_t>& words, std::size_t bytes) {
  std::vector<uint8_t> copied(bytes + kMargin);
  std::vector<uint8_t> stream(bytes + bytes / kWordBytes / 8 + kMargin);
  std::vector<uint32_t> masks(bytes / kWordBytes / 32);
  std::size_t streamBytes = encode<kWordBytes>(words.data(), bytes, stream.data());
  for (std::string operation; std::getline(std::cin, operation);) {
    uint64_t result = 0;
    const auto start = std::chrono::steady_clock::now();
    if (operation == "read") result = readSweep(words.data(), bytes);
    else if (operation == "copy") std::memcpy(copied.data(), words.data(), bytes);
    else if (operation == "size") result = sizeBytes<kWordBytes>(words.data(), bytes, masks.data());
    else if (operation == "encode") streamBytes = encode<kWordBytes>(words.data(), bytes, stream.data());
    else if (operation == "decode") decode<kWordBytes>(stream.data(), copied.data(), bytes);
    else if (operation == "runs") result = runLengthBytes<kWordBytes>(words.data(), bytes);
    else std::exit(2);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (operation == "encode") result = fnv1a(stream.data(), streamBytes);
    if (operation == "decode") result = std::memcmp(copied.data(), words.data(), bytes) == 0;
    std::printf("%.9f %llu\n", seconds.count(), static_cast<unsigned long long>(result));
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: codecs WORDS_FILE WORD_BYTES < operations\n");
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::vector<uint8_t> words{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::size_t bytes = words.size();
  const int wordBytes = std::atoi(argv[2]);
  if (bytes == 0 || bytes % kWindowBytes != 0) {
    std::fprintf(stderr, "codecs: expected a whole number of %zu-byte windows\n", kWindowBytes);
    return 2;
  }
  words.resize(bytes + kMargin);
  if (wordBytes == 4) serve<4>(words, bytes);
  else if (wordBytes == 2) serve<2>(words, bytes);
  else serve<1>(words, bytes);
}
