#pragma once
// A backend whose rows outlive the process, and what guards them meanwhile.

#include "tandem/store/backend.hpp"
#include "tandem/store/state_anchor.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tandem::store {

// Is told what each transaction does to the rows of every table but change_log, and has the last word in it.
class RowWitness {
  public:
    virtual ~RowWitness() = default;
    virtual void comes(const Row& row) = 0;
    virtual void goes(const RowView& row) = 0;
    // The row that ends the transaction, of which the witness is not told. Nothing: the transaction must not be.
    virtual std::optional<Row> closing_row() = 0;
    // The transaction is durable. What went wrong now, if anything; the transaction stays.
    virtual std::string committed() = 0;
    virtual void undone() noexcept = 0;
};

class DurableBackend : public Backend {
  public:
    // The witness of every apply() from now on; must outlive them.
    virtual void set_witness(RowWitness* witness) = 0;
    // Whether the tables are of an older schema, or not there at all. load() then gives the columns that there are.
    [[nodiscard]] virtual bool needs_upgrade() const noexcept = 0;
    // Begins the transaction that makes the tables today's, with these rows beside what it keeps. The next apply() is
    // part of it and ends it. Throws UserError.
    virtual void upgrade(const std::vector<RowWrite>& rows) = 0;
    [[nodiscard]] virtual const AnchorOptions& anchor() const noexcept = 0;
    [[nodiscard]] bool is_durable() const noexcept final { return true; }
};

}  // namespace tandem::store
