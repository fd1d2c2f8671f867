// Objects of one kind: a Shelf finds them by id, by name and by parent and keeps them in order of
// creation; a Collection is what lives now plus, where lists lag, what lists still show.
// Objects are immutable snapshots: a change puts a new one, and an old list may keep the old one.
//
// T has `id`, `sequence` (order of creation, kept by changes), `name_key()`, `parent_key()` and
// `is_special()`: true for the objects that lists leave out unless asked.
#pragma once

#include "tools/simulator/text/timestamp.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tenantry::simulator {

template<class T>
class Shelf {
public:
    using Item = std::shared_ptr<const T>;
    using Items = std::vector<Item>;

    /// Adds the object, or takes the place of the one with its id.
    void put(Item item) {
        erase(item->id);
        if (item->is_special()) ++special_count_;
        insert(order_, item);
        insert(by_name_[item->name_key()], item);
        insert(by_parent_[item->parent_key()], item);
        std::string id = item->id;
        by_id_.emplace(std::move(id), std::move(item));
    }

    bool erase(const std::string& id) {
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) return false;
        const Item item = std::move(found->second);
        by_id_.erase(found);
        if (item->is_special()) --special_count_;
        remove(order_, *item);
        remove_from(by_name_, item->name_key(), *item);
        remove_from(by_parent_, item->parent_key(), *item);
        return true;
    }

    /// Null when there is none.
    Item find(const std::string& id) const {
        const auto found = by_id_.find(id);
        return found == by_id_.end() ? Item{} : found->second;
    }

    const Items& all() const { return order_; }
    std::size_t special_count() const { return special_count_; }
    const Items& named(const std::string& name) const { return items_at(by_name_, name); }
    const Items& children_of(const std::string& parent) const {
        return items_at(by_parent_, parent);
    }

    void reserve(std::size_t count) {
        order_.reserve(count);
        by_id_.reserve(count);
        by_name_.reserve(count);
    }

private:
    using Index = std::unordered_map<std::string, Items>;

    static bool earlier(const Item& item, std::uint64_t sequence) {
        return item->sequence < sequence;
    }

    static void insert(Items& items, const Item& item) {
        if (items.empty() || items.back()->sequence < item->sequence) {
            items.push_back(item);
            return;
        }
        items.insert(std::lower_bound(items.begin(), items.end(), item->sequence, earlier), item);
    }

    static void remove(Items& items, const T& item) {
        const auto at = std::lower_bound(items.begin(), items.end(), item.sequence, earlier);
        if (at != items.end() && (*at)->id == item.id) items.erase(at);
    }

    static void remove_from(Index& index, const std::string& key, const T& item) {
        const auto found = index.find(key);
        if (found == index.end()) return;
        remove(found->second, item);
        if (found->second.empty()) index.erase(found);
    }

    static const Items& items_at(const Index& index, const std::string& key) {
        static const Items none;
        const auto found = index.find(key);
        return found == index.end() ? none : found->second;
    }

    std::unordered_map<std::string, Item> by_id_;
    Items order_;
    Index by_name_;
    Index by_parent_;
    std::size_t special_count_ = 0;
};

template<class T>
class Collection {
public:
    using Item = typename Shelf<T>::Item;

    /// Lists show a change so much later than it happened.
    explicit Collection(Duration lag) : lag_(lag) {}

    void put(Item item, Time now) {
        if (lag_.count() > 0) waiting_.push_back(Change{now + lag_, item->id, item});
        live_.put(std::move(item));
    }

    /// Puts what was always there: lists show it at once, whatever the lag.
    void put_everywhere(Item item) {
        if (lag_.count() > 0) listed_.put(item);
        live_.put(std::move(item));
    }

    bool erase(const std::string& id, Time now) {
        if (lag_.count() > 0) waiting_.push_back(Change{now + lag_, id, Item{}});
        return live_.erase(id);
    }

    void reserve(std::size_t count) { live_.reserve(count); }

    const Shelf<T>& live() const { return live_; }

    /// What a list shows at this moment.
    const Shelf<T>& listed(Time now) {
        if (lag_.count() == 0) return live_;
        while (!waiting_.empty() && waiting_.front().due <= now) {
            Change& change = waiting_.front();
            if (change.item)
                listed_.put(std::move(change.item));
            else
                listed_.erase(change.id);
            waiting_.pop_front();
        }
        return listed_;
    }

private:
    struct Change {
        Time due = {};
        std::string id = {};
        Item item = {}; // null: the object is gone
    };

    Duration lag_;
    Shelf<T> live_;
    Shelf<T> listed_; // unused without a lag
    std::deque<Change> waiting_;
};

} // namespace tenantry::simulator
