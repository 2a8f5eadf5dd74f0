//! The rules that always hold, checked over every reachable state.
