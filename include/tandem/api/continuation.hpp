#pragma once
// A request on its way to a worker: what is known of it, kept by its exchange, so that nothing is read twice. It goes
// on under the worker's own read guard, once it is certain that its caller is still who it was.

namespace tandem::api {

class Dialect;

class Continuation {
  public:
    explicit Continuation(const Dialect& dialect) noexcept : dialect_(dialect) {}
    Continuation(const Continuation&) = delete;
    Continuation& operator=(const Continuation&) = delete;
    virtual ~Continuation() = default;

    // Bytes that it holds while it waits.
    [[nodiscard]] virtual std::size_t bytes() const noexcept = 0;
    // The dialect whose request it is.
    [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_; }

  private:
    const Dialect& dialect_;
};

}  // namespace tandem::api
