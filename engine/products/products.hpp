// What Cloudflare sells, and by which names: the classes of zone plans, the ids by which each
// partner program buys them, what an order costs, and the names in Cloudflare's documents that a
// slip can be told by. Pure tables and functions over the model, which itself knows no plan.
#pragma once

#include "engine/products/comparisons.hpp"
#include "engine/products/known_names.hpp"
#include "engine/products/plan_class.hpp"
#include "engine/products/price.hpp"
#include "engine/products/program.hpp"
