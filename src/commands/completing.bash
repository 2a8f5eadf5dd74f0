_vestibule() {
    local IFS=$'\013' line="${COMP_LINE:0:COMP_POINT}" last=-1 i word space=true
    local -a words=()
    # Words that bash broke at an @ become one again: what follows a word without a blank belongs to it.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        if ((i == COMP_CWORD)); then
            word="${line#"${line%%[![:space:]]*}"}"
        fi
        if ((i == 0)) || [[ $line == [[:space:]]* || -z $line ]]; then
            last=$((last + 1))
            words[last]="$word"
        else
            words[last]+="$word"
        fi
        line="${line#"${line%%[![:space:]]*}"}"
        line="${line#"$word"}"
    done
    if compopt +o nospace 2> /dev/null; then
        space=false
    fi
    COMPREPLY=( $( \
        _CLAP_IFS="$IFS" \
        _CLAP_COMPLETE_INDEX="$last" \
        _CLAP_COMPLETE_COMP_TYPE="$COMP_TYPE" \
        _CLAP_COMPLETE_SPACE="$space" \
        VESTIBULE_COMPLETE="bash" \
        vestibule -- "${words[@]}" \
    ) )
    if [[ $? != 0 ]]; then
        unset COMPREPLY
        return
    elif [[ $space == false && "${COMPREPLY-}" =~ [=/:]$ ]]; then
        compopt -o nospace
    fi
    # Bash replaces $2 alone, which is less than the word where it broke one.
    local kept="${words[last]%"$2"}"
    if [[ -n $kept ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    fi
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -o nospace -o bashdefault -o nosort -F _vestibule vestibule
else
    complete -o nospace -o bashdefault -F _vestibule vestibule
fi
