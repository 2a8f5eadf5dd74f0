//! Every state and edge of the machine under a policy, found by search.
