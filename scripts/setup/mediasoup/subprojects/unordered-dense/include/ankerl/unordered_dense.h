// Stand-in for ankerl::unordered_dense over the standard containers.
//
// The worker uses maps, sets and hashes through their standard interface only (no extract, replace or
// values), so an alias is a complete replacement. The cost is one allocation per element, and none per packet.
#ifndef COMMAND_HALL_ANKERL_UNORDERED_DENSE_H
#define COMMAND_HALL_ANKERL_UNORDERED_DENSE_H

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace ankerl::unordered_dense
{
	template<typename Key>
	using hash = std::hash<Key>;

	template<typename Key, typename Value, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense

#endif
