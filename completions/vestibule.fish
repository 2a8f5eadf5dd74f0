complete --keep-order --exclusive --command vestibule --arguments "(VESTIBULE_COMPLETE=fish vestibule -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
