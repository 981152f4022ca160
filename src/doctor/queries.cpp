#include "queries.hpp"

#include "tandem/doctor/escapes.hpp"

#include <algorithm>

namespace tandem::api::doctor {

namespace {

struct Piece {
    std::string_view name;
    std::string_view value;
    bool has_equals;
    auto operator<=>(const Piece&) const = default;
};

std::vector<Piece> pieces_of(std::string_view raw) {
    std::vector<Piece> pieces;
    while (!raw.empty()) {
        const std::string_view piece = raw.substr(0, raw.find('&'));
        raw.remove_prefix(std::min(piece.size() + 1, raw.size()));
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        const bool has = equals != std::string_view::npos;
        pieces.push_back({piece.substr(0, equals), has ? piece.substr(equals + 1) : std::string_view{}, has});
    }
    return pieces;
}

// Joins pieces; `write` appends a name or a value.
template <class Write>
PrivateText joined_query(const std::vector<Piece>& pieces, std::size_t most, bool bare_names, Write write) {
    std::string text;
    text.reserve(most);
    for (const Piece& piece : pieces) {
        if (&piece != &pieces.front()) text += '&';
        write(text, piece.name);
        if (piece.has_equals || !bare_names) text += '=';
        write(text, piece.value);
    }
    return PrivateText::from(std::move(text));
}

// "k=a&k=b" as "k=a,b".
PrivateText with_lists_in_one(const std::vector<Piece>& sorted, std::size_t most) {
    std::string text;
    text.reserve(most);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const bool goes_on = i > 0 && sorted[i].name == sorted[i - 1].name;
        if (i > 0) text += goes_on ? ',' : '&';
        if (!goes_on) text.append(sorted[i].name).append("=");
        text.append(sorted[i].value);
    }
    return PrivateText::from(std::move(text));
}

class QueryList {
  public:
    explicit QueryList(std::size_t most) : most_(most) {}
    void add(PrivateText query, std::string_view how) {
        const auto same = [&](const SignedQuery& known) { return known.query.view() == query.view(); };
        if (std::ranges::any_of(queries_, same)) return;
        queries_.push_back({std::move(query), "The client signed the query string " + std::string{how} +
                                                  ". Sign it in the form that the API's canonical query has."});
    }
    void add_order(const std::vector<Piece>& pieces, std::string_view order) {
        const auto as_sent = [](std::string& to, std::string_view text) { to += text; };
        add(joined_query(pieces, most_, true, as_sent), "as it was sent, " + std::string{order});
        add(joined_query(pieces, most_, false, as_sent),
            "as it was sent with = behind every name, " + std::string{order});
        for (const bool plus : {false, true}) {
            add(joined_query(pieces, most_, true,
                             [&](std::string& to, std::string_view text) { append_unescaped(to, text, plus); }),
                "decoded, " + std::string{order});
            for (const EscapeStyle& style : escape_styles()) add_style(pieces, style, plus, order);
        }
    }

    std::vector<SignedQuery> take() { return std::move(queries_); }

  private:
    void add_style(const std::vector<Piece>& pieces, const EscapeStyle& style, bool plus, std::string_view order) {
        const auto again = [&](std::string& to, std::string_view text) {
            std::string decoded;
            decoded.reserve(text.size());
            append_unescaped(decoded, text, plus);
            const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(decoded.data()), decoded.size()}};
            append_escaped(to, decoded, style);
        };
        const std::string how = std::string{style.name}.append(", ").append(order);
        add(joined_query(pieces, most_, false, again), how);
        add(joined_query(pieces, most_, true, again), how + ", with no = behind an empty name");
    }

    std::size_t most_;
    std::vector<SignedQuery> queries_;
};

}  // namespace

std::vector<SignedQuery> queries_to_try(std::string_view raw) {
    constexpr std::size_t kLongestQuery = 8 * 1024;
    if (raw.empty() || raw.size() > kLongestQuery) return {};
    const std::size_t most = 4 * raw.size() + 8;
    std::vector<Piece> pieces = pieces_of(raw);
    QueryList list{most};
    list.add(PrivateText{}, "as if there was none");
    list.add(PrivateText{raw}, "exactly as it was sent");
    list.add(PrivateText::joined({"?", raw}), "with its question mark");
    list.add_order(pieces, "in the order in which it was sent");
    std::ranges::sort(pieces);
    list.add_order(pieces, "sorted");
    list.add(with_lists_in_one(pieces, most), "with the values of a list joined by commas");
    return list.take();
}

}  // namespace tandem::api::doctor
