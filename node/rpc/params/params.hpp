#pragma once

#include "node/rpc/envelope/error.hpp"
#include "node/rpc/params/values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>
#include <utility>

namespace byline::node::rpc
{
/// The positional parameters of one call. Borrows them from the request.
class Params
{
public:
    /// `storage` is where the method should build its result.
    Params(const boost::json::array& values, boost::json::storage_ptr storage) noexcept
        : values_{&values}, storage_{std::move(storage)}
    {}

    [[nodiscard]] std::size_t size() const noexcept { return values_->size(); }

    [[nodiscard]] const boost::json::storage_ptr& storage() const noexcept { return storage_; }

    /// Null where it is left out or null.
    [[nodiscard]] const boost::json::value* find(std::size_t index) const noexcept
    {
        const boost::json::value* value = values_->if_contains(index);
        return value != nullptr && !value->is_null() ? value : nullptr;
    }

    /// The parameter as `read` (one of read_…) understands it; -32602 names it otherwise.
    template <typename Read>
    auto required(std::size_t index, std::string_view name, Read&& read) const
        -> std::expected<typename decltype(read(boost::json::value{}))::value_type, Error>
    {
        const boost::json::value* value = find(index);
        if (value == nullptr)
            return std::unexpected{missing_argument(index, name)};
        auto result = read(*value);
        if (!result)
            return std::unexpected{invalid_argument(index, name, result.error())};
        return *std::move(result);
    }

    /// The same for a parameter that may be left out.
    template <typename Read>
    auto optional(std::size_t index, std::string_view name, Read&& read) const
        -> std::expected<std::optional<typename decltype(read(boost::json::value{}))::value_type>,
            Error>
    {
        const boost::json::value* value = find(index);
        if (value == nullptr)
            return std::nullopt;
        auto result = read(*value);
        if (!result)
            return std::unexpected{invalid_argument(index, name, result.error())};
        return *std::move(result);
    }

private:
    const boost::json::array* values_;
    boost::json::storage_ptr storage_;
};
}  // namespace byline::node::rpc
