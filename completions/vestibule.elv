set edit:completion:arg-completer[vestibule] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) VESTIBULE_COMPLETE="elvish" vestibule -- $@words) | to-lines
}
