// Rows in maps, gone with the process: for `dev` without a data directory, and for tests.

#include "tandem/store/backend.hpp"

#include "rows/tables.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace tandem::store {
namespace {

class MemoryBackend final : public Backend {
  public:
    void load(Table table, const std::function<void(const RowView&)>& visit) override {
        const auto view = [](const Value& value) {
            return std::visit([](const auto& one) { return ValueView{one}; }, value);
        };
        for (const auto& [primary_key, others] : rows_of(table)) {
            std::vector<ValueView> values;
            for (const Values* part : {&primary_key, &others})
                std::ranges::transform(*part, std::back_inserter(values), view);
            visit({table, values});
        }
    }

    Result<void> apply(const std::vector<std::vector<RowWrite>>& batches) override {
        for (const auto& batch : batches) {
            for (const RowWrite& write : batch) apply(write);
        }
        return {};
    }

    [[nodiscard]] bool is_durable() const noexcept override { return false; }

  private:
    using Values = std::vector<Value>;
    using Rows = std::map<Values, Values>;  // primary key -> the other columns

    Rows& rows_of(Table table) { return tables_[static_cast<std::size_t>(table)]; }

    void apply(const RowWrite& write) {
        const Values& values = write.row.values;
        Rows& rows = rows_of(write.row.table);
        if (write.kind == RowWrite::Kind::put) {
            const auto split =
                values.begin() + static_cast<std::ptrdiff_t>(definition_of(write.row.table).primary_key_columns);
            rows.insert_or_assign(Values{values.begin(), split}, Values{split, values.end()});
            return;
        }
        // A shorter key sorts before all that begin with it, so these are in one run.
        const auto first = rows.lower_bound(values);
        auto last = first;
        while (last != rows.end() && std::ranges::mismatch(values, last->first).in1 == values.end()) ++last;
        rows.erase(first, last);
    }

    std::array<Rows, kTableCount> tables_;
};

}  // namespace

std::unique_ptr<Backend> make_memory_backend() { return std::make_unique<MemoryBackend>(); }

}  // namespace tandem::store
