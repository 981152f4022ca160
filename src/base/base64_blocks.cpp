// Base64 in AVX2 registers, after W. Mula and D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions"
// (ACM Transactions on the Web 12, 2018). Chosen at run time: the rest of the program runs on any x86-64 processor.

#include "base64_blocks.hpp"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace tandem {

#ifdef __x86_64__
namespace {

#define TANDEM_AVX2 [[gnu::target("avx2")]]

// ---- encoding: 24 bytes to 32 characters ----

constexpr std::size_t kBlockBytes = 24;
constexpr std::size_t kBlockCharacters = 32;
constexpr std::size_t kHalfBytes = kBlockBytes / 2;  // what each half of a register takes of the block
constexpr std::size_t kBytesRead = kHalfBytes + 16;  // by the load of the second half
constexpr std::size_t kBytesWrittenFirst = 16;       // of a decoded block; then the other 8

// Twelve bytes in each half become sixteen values of six bits.
TANDEM_AVX2 __m256i spread_six_bits(__m256i bytes) noexcept {
    // Each group of three bytes a, b, c as b, a, c, b: the fields of two neighbours then lie in one 16-bit word.
    const __m256i order = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
    const __m256i groups = _mm256_shuffle_epi8(bytes, order);
    const __m256i first_and_third = _mm256_and_si256(groups, _mm256_set1_epi32(0x0fc0'fc00));
    const __m256i second_and_fourth = _mm256_and_si256(groups, _mm256_set1_epi32(0x003f'03f0));
    return _mm256_or_si256(_mm256_mulhi_epu16(first_and_third, _mm256_set1_epi32(0x0400'0040)),
                           _mm256_mullo_epi16(second_and_fourth, _mm256_set1_epi32(0x0100'0010)));
}

// Each value plus the distance of its range from the alphabet: A-Z, a-z, each digit, +, /.
TANDEM_AVX2 __m256i to_characters(__m256i values) noexcept {
    const __m256i distances = _mm256_broadcastsi128_si256(
        _mm_setr_epi8('A', 'a' - 26, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, '+' - 62, '/' - 63, 0, 0));
    const __m256i past_letters = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
    const __m256i small_letter_or_more = _mm256_cmpgt_epi8(values, _mm256_set1_epi8(25));
    const __m256i range = _mm256_sub_epi8(past_letters, small_letter_or_more);
    return _mm256_add_epi8(values, _mm256_shuffle_epi8(distances, range));
}

TANDEM_AVX2 std::size_t encode_avx2(char* to, ByteView bytes) noexcept {
    std::size_t taken = 0;
    for (; bytes.size() - taken >= kBytesRead; taken += kBlockBytes, to += kBlockCharacters) {
        const std::uint8_t* const from = bytes.data() + taken;
        const __m256i both = _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(from + kHalfBytes),
                                                 reinterpret_cast<const __m128i*>(from));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), to_characters(spread_six_bits(both)));
    }
    return taken;
}

// ---- decoding: 32 characters to 24 bytes ----

// Rules that a character's two hexadecimal digits allow, as sets of one bit a rule: a character is outside the alphabet
// when the sets of its digits have a bit in common.
TANDEM_AVX2 __m256i common_bits(__m256i high_digits, __m256i low_digits) noexcept {
    const __m256i of_high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));
    const __m256i of_low = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a));
    return _mm256_and_si256(_mm256_shuffle_epi8(of_high, high_digits), _mm256_shuffle_epi8(of_low, low_digits));
}

// The distance of a range from its values is that of its high digit; '/' shares one with '+' and takes the place
// before.
TANDEM_AVX2 __m256i to_values(__m256i characters, __m256i high_digits) noexcept {
    const __m256i distances = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 63 - '/', 62 - '+', 52 - '0', -'A', -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i slash = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8('/'));  // -1 there
    return _mm256_add_epi8(characters, _mm256_shuffle_epi8(distances, _mm256_add_epi8(slash, high_digits)));
}

// Sixteen values of six bits in each half become twelve bytes; then both halves close up.
TANDEM_AVX2 __m256i close_six_bits(__m256i values) noexcept {
    const __m256i twelve_bits = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x0140'0140));
    const __m256i groups = _mm256_madd_epi16(twelve_bits, _mm256_set1_epi32(0x0001'1000));
    const __m256i order =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
    const __m256i halves = _mm256_shuffle_epi8(groups, order);
    return _mm256_permutevar8x32_epi32(halves, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

TANDEM_AVX2 std::size_t decode_avx2(std::uint8_t* to, std::string_view text, bool& valid) noexcept {
    // A shuffle looks at the low four bits of an index, and at its top bit, which this clears.
    const __m256i digit_mask = _mm256_set1_epi8(0x2f);
    __m256i wrong = _mm256_setzero_si256();
    std::size_t taken = 0;
    for (; text.size() - taken >= kBlockCharacters; taken += kBlockCharacters, to += kBlockBytes) {
        const __m256i characters = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + taken));
        const __m256i high_digits = _mm256_and_si256(_mm256_srli_epi32(characters, 4), digit_mask);
        const __m256i low_digits = _mm256_and_si256(characters, digit_mask);
        wrong = _mm256_or_si256(wrong, common_bits(high_digits, low_digits));
        const __m256i bytes = close_six_bits(to_values(characters, high_digits));
        // Not a byte more than the block has.
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(bytes));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to + kBytesWrittenFirst), _mm256_extracti128_si256(bytes, 1));
    }
    valid = valid && _mm256_testz_si256(wrong, wrong) != 0;
    return taken;
}

#undef TANDEM_AVX2

constexpr Base64Blocks kAvx2{encode_avx2, decode_avx2};

}  // namespace

const Base64Blocks* base64_blocks_of_this_processor() noexcept {
    return __builtin_cpu_supports("avx2") != 0 ? &kAvx2 : nullptr;
}

#else

const Base64Blocks* base64_blocks_of_this_processor() noexcept { return nullptr; }

#endif

}  // namespace tandem
