# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_vestibule_global_optspecs
    string join \n home= output= color= q/quiet no-input yes h/help V/version
end

function __fish_vestibule_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_vestibule_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_vestibule_using_subcommand
    set -l cmd (__fish_vestibule_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c vestibule -n "__fish_vestibule_needs_command" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_needs_command" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_needs_command" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_needs_command" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_needs_command" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_needs_command" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_needs_command" -s V -l version -d 'Print version'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "init" -d 'Make a home: its configuration, database and key'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "signin" -d 'Sign in: the whole journey as a wizard in the terminal'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "user" -d 'Accounts'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "journey" -d 'Sign-in journeys, step by step'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "otp" -d 'Mailed one-time passwords, for support and scripts'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "mfa" -d 'Authenticators and recovery codes'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "consent" -d 'Documents that people accept'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "device" -d 'Trusted devices'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "session" -d 'Sessions that sign-ins opened'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "import" -d 'Bring in accounts from a file, in bulk and more than once'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "export" -d 'Write accounts out, in a form that an import takes back'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "audit" -d 'The audit trail'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "mail" -d 'The mail queue'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "operator" -d 'Operators: who may run this program in the home'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "request" -d 'Support acts that wait for a second operator or for time'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "policy" -d 'The policy in force'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "clock" -d 'The clock of a simulation home'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "explain" -d 'Say what a person\'s next sign-in will ask, and which rule and fact make it ask. Changes nothing'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "status" -d 'Show the home at a glance, and what needs an operator'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "run" -d 'Play scripted sign-ins in throw-away simulation homes, and hold them against what they expect'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "doctor" -d 'Look for what is wrong with the home, and say what to do'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "man" -d 'Write the man pages, one a command, into a folder'
complete -c vestibule -n "__fish_vestibule_needs_command" -f -a "help" -d 'Show the help of a command, or explain a topic: errors, exit-codes, permissions, policy, scripts, support'
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l profile -d 'The rules to start from: those of the portal, or of NIST SP 800-63B-4' -r -f -a "portal\t''
nist\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l product -d 'The product\'s name, in mails and authenticator apps' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l from -d 'The sender of mails: an address, or a name followed by the address in angle brackets' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l seed -d 'The seed of a simulation' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l clock -d 'The first time of a simulation, RFC 3339' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -l simulation -d 'Make a simulation: its clock stands still, its draws follow from a seed, and its mail stays in its folder'
complete -c vestibule -n "__fish_vestibule_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l address -d 'The address to sign in with' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l device-file -d 'Keep this device\'s token in a file of mode 0600, so that the next sign-in needs no mailed code' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l source -d 'The IP address that the person comes from' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l user-agent -d 'The user agent, as it names itself' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -l show-token -d 'Print the session\'s token, too'
complete -c vestibule -n "__fish_vestibule_using_subcommand signin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "add" -d 'Make an account'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "list" -d 'List accounts in the order of their addresses'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "show" -d 'Show one account'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "disable" -d 'Disable an account: its sessions, open sign-ins and device trust end at once'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "enable" -d 'Enable an account again'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "unlock" -d 'Lift every count of wrong passwords and codes'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "set-password" -d 'Set a password that the next sign-in makes the person change'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "edit" -d 'Change an account\'s name, kind of project or address'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "delete" -d 'Remove an account and everything that is its own'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "verify-hash" -d 'Check a password against a hash, without an account and without a home'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "invite" -d 'Mail an activation code to the person of an account that has no password yet'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and not __fish_seen_subcommand_from add list show disable enable unlock set-password edit delete verify-hash invite activate" -f -a "activate" -d 'Set the first password of an account with the activation code that was mailed'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l name -d 'The person\'s name' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l project-type -d 'The kind of project, which decides the documents to accept' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the person\'s own password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l temporary -d 'Make a temporary password and show it once'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l invite -d 'Mail the person a code to set the first password with'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l if-absent -d 'Leave an account that is there already as it is'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l address-prefix -d 'Addresses that start with this' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l project-type -d 'Accounts of this kind of project' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l state -d 'Accounts in this state' -r -f -a "enabled\t''
disabled\t''
locked\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l enrolled -d 'Accounts with an authenticator (true) or without (false)' -r -f -a "true\t''
false\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l hash-scheme -d 'Accounts whose password is kept by this scheme, such as bcrypt; wrapped and weak stand for all that are, none for accounts without a password' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l signed-in-before -d 'Accounts whose last sign-in was before this time, in the order of that time' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l signed-in-after -d 'Accounts whose last sign-in was after this time, in the order of that time' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l after -d 'Start after this address; in a list by last sign-in, after the cursor that the page before ended with' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l never-signed-in -d 'Accounts that nobody ever signed in to'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from unlock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l evidence -d 'How you know who the person is, where the address or the authenticator changed within 7 days' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l password-stdin -d 'Read the password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l temporary -d 'Make a temporary password and show it once'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from set-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l name -d 'The person\'s name; empty removes it' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l project-type -d 'The kind of project' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l address -d 'Another address, verified before' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l evidence -d 'How you know who the person is, where the password or the authenticator was reset within 7 days' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l dialect -d 'The system that wrote it' -r -f -a "standard\t'PHC strings, Modular Crypt Format and {SCHEME} of LDAP'
kratos\t'Ory Kratos, where ln= of scrypt is N itself'
django\t'Django'
passlib\t'Passlib'
keycloak\t'A credential of a Keycloak realm export, as a JSON object'
firebase\t'An account of a Firebase export, as a JSON object'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l firebase-parameters -d 'The file with the hash parameters of the Firebase project, as its console shows them (hash_config)' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l password-stdin -d 'Read the password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l accept-weak -d 'Take unsalted and MD5-based hashes too'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from verify-hash" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from invite" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l password-stdin -d 'Read the code from the first line of stdin, and the new password from the rest'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand user; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "start" -d 'Start a sign-in and show its first screen'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "show" -d 'Show a sign-in\'s present screen, or how it came there'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "submit" -d 'Submit an action with its fields'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "abandon" -d 'Give a sign-in up'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "list" -d 'List sign-ins, newest first, by their handles'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "map" -d 'Draw the machine: every state and every way between them, found by search'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "prove" -d 'Prove the rules that always hold, and those of the policy file, over every reachable state'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and not __fish_seen_subcommand_from start show submit abandon list map prove replay" -f -a "replay" -d 'Take a stored sign-in through the machine again, event by event, and compare'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l device -d 'The token of a trusted device, or @FILE that holds it' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l source -d 'The IP address that the person comes from' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l user-agent -d 'The user agent, as it names itself' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l history -d 'Show every event instead of the screen'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from submit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from abandon" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l address -d 'Those of one account' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l open -d 'Open ones alone'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l format -d 'The form of the map' -r -f -a "mermaid\t''
dot\t''
svg\t''
json\t''
table\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l policy -d 'Draw it under this policy instead of the home\'s, or the portal\'s where there is no home' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l detail -d 'How much it tells [default: kind for drawings, full for json and table]' -r -f -a "kind\t'What a person meets whose account nobody touches meanwhile, like steps as one'
full\t'Every step with what is done, and what comes of changes meanwhile'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from map" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l policy -d 'Prove it of this policy instead of the home\'s, or the portal\'s where there is no home' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l property -d 'One rule alone: its name, or the text of a rule of the policy file' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l script -d 'Write the script of the first broken rule to this new file' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from prove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l all -d 'Every journey'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand journey; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -f -a "issue" -d 'Mail a one-time password for the person\'s open sign-in, or to verify an address'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -f -a "verify" -d 'Verify a mailed one-time password on the person\'s open sign-in, or that of an address'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and not __fish_seen_subcommand_from issue verify status" -f -a "status" -d 'Show what became of the codes of a person\'s newest sign-in, or of an address; never a code'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l purpose -d 'What the code is for' -r -f -a "sign-in\t'The person\'s open sign-in'
verify-address\t'That ADDRESS, an account\'s or not, is read by the person: `user edit --address` needs it'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l purpose -d 'What the code is for' -r -f -a "sign-in\t'The person\'s open sign-in'
verify-address\t'That ADDRESS, an account\'s or not, is read by the person: `user edit --address` needs it'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l purpose -d 'What the codes are for' -r -f -a "sign-in\t'The person\'s open sign-in'
verify-address\t'That ADDRESS, an account\'s or not, is read by the person: `user edit --address` needs it'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand otp; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "enroll" -d 'Set up another authenticator app for a person, who must be there to prove it'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "confirm" -d 'Confirm an authenticator that `mfa enroll` set up, with its first code and the person\'s password'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "status" -d 'Show an account\'s authenticators and how many recovery codes are left'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "verify" -d 'Try a code of a person\'s authenticator app'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "recovery-codes" -d 'Make new recovery codes, after the person\'s password and a code of the app. The former codes stop working'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "revoke" -d 'Take one of several authenticators away, such as that of a lost phone'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and not __fish_seen_subcommand_from enroll confirm status verify recovery-codes revoke reset" -f -a "reset" -d 'Take a person\'s authenticators away, for a lost phone'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l name -d 'What the person calls the app or the phone' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l code -d 'A code of an enrolled app, or a recovery code' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l qr-png -d 'Also write the QR code as a PNG picture into a new file that only you can read' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l qr-svg -d 'Also write the QR code as an SVG picture into a new file that only you can read' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l password-stdin -d 'Read the person\'s password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from enroll" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l password-stdin -d 'Read the person\'s password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from confirm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l code -d 'The code that the app shows' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l password-stdin -d 'Read the person\'s password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from recovery-codes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l file -d 'A file with an address a line; each is reset by the same rules' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l evidence -d 'How you know who the person is' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l and-password -d 'Also ask for a new password at the next sign-in'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -f -a "publish" -d 'Publish a version of a document'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -f -a "documents" -d 'List every published version, oldest first'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -f -a "status" -d 'Show how a person stands to every document, with every receipt'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -f -a "record" -d 'Record an acceptance that was given on paper'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and not __fish_seen_subcommand_from publish documents status record withdraw" -f -a "withdraw" -d 'Take back a person\'s acceptance of a document: the next sign-in asks for it again'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l version -d 'The version' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l file -d 'The text, UTF-8, at most 1 MiB' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l title -d 'The title; by default the text\'s first heading' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l minor -d 'A minor edit: asks nobody again'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from publish" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from documents" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l evidence -d 'Where the signed acceptance is kept' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from record" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand consent; and __fish_seen_subcommand_from withdraw" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -f -a "list" -d 'List an account\'s devices, oldest first'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and not __fish_seen_subcommand_from list revoke" -f -a "revoke" -d 'End the trust in one device, or in all of an account\'s devices: the next sign-in mails a code'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l all -d 'Every device of this account' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand device; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -f -a "list" -d 'List an account\'s sessions, oldest first'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -f -a "check" -d 'Read a session token from stdin and say whose it is'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and not __fish_seen_subcommand_from list check revoke" -f -a "revoke" -d 'End one session, or all of an account\'s sessions, at once'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l all -d 'Every session of this account' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l ticket -d 'The id of a ticket elsewhere, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand session; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l format -d 'The format: csv, jsonl, json, keycloak, kratos, firebase or auth0' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l delimiter -d 'What divides the cells of a CSV row: a character, tab, or auto' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l hash-config -d 'The hash parameters of a Firebase project, as its console shows them' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l hash-dialect -d 'Whose way of writing hashes the column password_hash follows' -r -f -a "standard\t'PHC strings, Modular Crypt Format, LDAP\'s {SCHEME}'
kratos\t'Ory Kratos: ln= of scrypt is N'
django\t'Django: algorithm$iterations$salt$hash'
passlib\t'Passlib'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l key -d 'How a row finds its account' -r -f -a "address\t'By its address'
external-id\t'By its id in the list; an account without one is found by its address once'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l on-conflict -d 'What happens to an account that is there and would change' -r -f -a "skip\t'It stays as it is'
update\t'It is updated'
fail\t'Nothing at all is imported'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l set-fields -d 'The only fields that an update touches' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l keep-fields -d 'Fields that an update never touches' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l project-type -d 'The kind of project of new accounts whose row does not say' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l deprovision -d 'What happens to accounts that the list no longer has' -r -f -a "disable\t'They are disabled'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l max-deprovision -d 'How many of a hundred accounts may go so' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l invite-rate -d 'How many invitations go out in a minute' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l progress -d 'How to tell how far it is' -r -f -a "auto\t'A bar on a terminal, elsewhere a line every few seconds'
json\t'JSON lines on stderr'
none\t'Not at all'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l print-temporary -d 'Write the temporary passwords of new accounts without one into this new file, which only you can read' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l accept-weak -d 'Take unsalted and MD5-based hashes too: wrapped in Argon2id at once, and marked'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l invite -d 'Mail each new account without a password a one-time code for the first one'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -l dry-run -d 'Say what would be done, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -a "plan" -d 'Write down what an import would do, sign it, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -a "apply" -d 'Do what a plan says, and nothing else'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and not __fish_seen_subcommand_from plan apply formats" -a "formats" -d 'Describe the formats that can be imported, with their fields. Needs no home'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l out -d 'Where to write the plan' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l format -d 'The format: csv, jsonl, json, keycloak, kratos, firebase or auth0' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l delimiter -d 'What divides the cells of a CSV row: a character, tab, or auto' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l hash-config -d 'The hash parameters of a Firebase project, as its console shows them' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l hash-dialect -d 'Whose way of writing hashes the column password_hash follows' -r -f -a "standard\t'PHC strings, Modular Crypt Format, LDAP\'s {SCHEME}'
kratos\t'Ory Kratos: ln= of scrypt is N'
django\t'Django: algorithm$iterations$salt$hash'
passlib\t'Passlib'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l key -d 'How a row finds its account' -r -f -a "address\t'By its address'
external-id\t'By its id in the list; an account without one is found by its address once'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l on-conflict -d 'What happens to an account that is there and would change' -r -f -a "skip\t'It stays as it is'
update\t'It is updated'
fail\t'Nothing at all is imported'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l set-fields -d 'The only fields that an update touches' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l keep-fields -d 'Fields that an update never touches' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l project-type -d 'The kind of project of new accounts whose row does not say' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l deprovision -d 'What happens to accounts that the list no longer has' -r -f -a "disable\t'They are disabled'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l max-deprovision -d 'How many of a hundred accounts may go so' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l invite-rate -d 'How many invitations go out in a minute' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l progress -d 'How to tell how far it is' -r -f -a "auto\t'A bar on a terminal, elsewhere a line every few seconds'
json\t'JSON lines on stderr'
none\t'Not at all'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l accept-weak -d 'Take unsalted and MD5-based hashes too: wrapped in Argon2id at once, and marked'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l invite -d 'Mail each new account without a password a one-time code for the first one'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l hash-config -d 'The hash parameters of a Firebase project, as its console shows them' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l progress -d 'How to tell how far it is' -r -f -a "auto\t'A bar on a terminal, elsewhere a line every few seconds'
json\t'JSON lines on stderr'
none\t'Not at all'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand import; and __fish_seen_subcommand_from formats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and not __fish_seen_subcommand_from users" -f -a "users" -d 'Write every account out, in the order in which they were made'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l format -d 'The form' -r -f -a "csv\t''
jsonl\t''
kratos\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l out -d 'Write into this new file, which only you can read, instead of stdout' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l reason -d 'Why credentials leave the home, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l recipient -d 'Who alone can read it: an age recipient' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l with-credentials -d 'With password hashes and the secrets of authenticators, encrypted'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand export; and __fish_seen_subcommand_from users" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "list" -d 'List what was done and refused: who, when, to whom, from where, and why. The newest comes first'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "tail" -d 'Show the last rows, one a line, and with --follow every new one as it comes'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "verify" -d 'Verify that the trail is whole, and that every sign-in is stored as its events say'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "export" -d 'Write the trail out, signed, for whoever keeps or audits it'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "checkpoint" -d 'Print a signed document that says how far the trail goes now. Keep it where the home\'s files are not'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "public-key" -d 'Print the public key that exports and checkpoints are checked with. Keep it where the home\'s files are not'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and not __fish_seen_subcommand_from list tail verify export checkpoint public-key archive" -f -a "archive" -d 'Move old rows out of the home into a signed export. A row stays behind that links to them, so that the rest still verifies'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'From this time on: RFC 3339, or a date in UTC' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Before this time' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l actor -d 'Done by: `os:NAME`, an account\'s address or id' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l subject -d 'About an account, by its address or id, with its sign-ins, devices, sessions and mails; or about another id' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l action -d 'One action, like `mfa.reset`, or all of a noun, like `mfa`' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l outcome -d 'One outcome, like `done` or `otp_wrong`; `refused` is every one but `done`' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l after -d 'Go on behind this row of an earlier list' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -s n -l lines -d 'How many of the last rows to show first' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -s f -l follow -d 'Go on until interrupted'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l checkpoint -d 'A checkpoint that was kept' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l export -d 'Verify this export instead of the home' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l public-key -d 'The public key as `audit public-key` prints it, or a file with it or with a checkpoint [default: the home\'s]' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l format -d 'The form of the rows' -r -f -a "jsonl\t''
csv\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l since -d 'From this time on: RFC 3339, or a date in UTC' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l until -d 'Before this time' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l out -d 'A new file to write to [default: stdout]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from public-key" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l before -d 'Rows from before this time: RFC 3339, or a date in UTC' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l out -d 'A new file for them' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l format -d 'The form of the rows' -r -f -a "jsonl\t''
csv\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l dry-run -d 'Say what would be moved, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand audit; and __fish_seen_subcommand_from archive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -f -a "list" -d 'List mails in the order of queueing'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -f -a "show" -d 'Show one mail; in a real home the codes in it are hidden'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -f -a "send" -d 'Send every mail that is due, once or for ever'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -f -a "retry" -d 'Put a mail that was given up, or that waits, in front of the queue'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and not __fish_seen_subcommand_from list show send retry test" -f -a "test" -d 'Send a trial mail and say what the receiving side answered'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l state -d 'Those in one state' -r -f -a "queued\t''
sent\t''
given_up\t''
dropped\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l limit -d 'The newest so many' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l watch -d 'Go on until interrupted'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from send" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand mail; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "add" -d 'Add an operator'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "list" -d 'List operators, oldest first'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "edit" -d 'Change an operator\'s role, or let a lost phone or password be set up anew'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "disable" -d 'Disable an operator: the sessions end at once'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "login" -d 'Log in as an operator, by password and a code of the app'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "prove" -d 'Prove a code of your own app again, for the sensitive acts of the next five minutes'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "whoami" -d 'Say who you are to this home, and what you may do'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "logout" -d 'End your session'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and not __fish_seen_subcommand_from add list edit disable login prove whoami logout recover" -f -a "recover" -d 'Open a home whose admins are all lost. For the owner of the home\'s files alone'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l address -d 'Where notices go' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l role -d 'What the operator may do: admin, support or auditor; see `vestibule help permissions`' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l role -d 'The new role' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l anew -d 'Void the password and the authenticator, and mail a new secret'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l dry-run -d 'Say what it would do, row by row, and change nothing'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l activation -d 'The secret of an invitation, for the first login: @FILE that holds it' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l code -d 'The code that the app shows' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l password-stdin -d 'Read the password from stdin'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l print-token -d 'Answer the token instead of keeping it in a file'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l code -d 'The code that the app shows' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from prove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from whoami" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l address -d 'The address of a new operator' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand operator; and __fish_seen_subcommand_from recover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -f -a "list" -d 'List requests, newest first'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -f -a "show" -d 'Show one request'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -f -a "approve" -d 'Approve what another operator asked for'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and not __fish_seen_subcommand_from list show approve reject" -f -a "reject" -d 'Stop a request: as an operator by its id, as the person concerned by the secret of the mail'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l state -d 'Those in one state: waiting, approved, done, rejected, expired or stale' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l token -d 'The secret of the mail: @FILE that holds it, or - for stdin' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l reason -d 'Why, for the audit trail' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand request; and __fish_seen_subcommand_from reject" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -f -a "show" -d 'Show every setting, as the profile and vestibule.toml have it'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -f -a "check" -d 'Check a configuration file without a home'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -f -a "diff" -d 'Say which settings two policies have differently and, with --home, whose next sign-in changes'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and not __fish_seen_subcommand_from show check diff assess" -f -a "assess" -d 'Hold a policy against the standards: each requirement by its number, met or not, by which setting, and what shows it'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l list -d 'At most so many addresses a change' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l standard -d 'One standard instead of both' -r -f -a "nist-800-63b-4\t''
asvs-5\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l policy -d 'A policy file, or portal or nist, instead of the home\'s' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l format -d 'The form of the text; --output json has its own' -r -f -a "text\t''
markdown\t''"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand policy; and __fish_seen_subcommand_from assess" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -f -a "show" -d 'Show the time that the next command sees'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -f -a "advance" -d 'Move a simulation\'s clock forward'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and not __fish_seen_subcommand_from show advance set" -f -a "set" -d 'Set a simulation\'s clock'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from advance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand clock; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l device -d 'The token of the device that it will come from, or @FILE that holds it' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l at -d 'The time to ask for instead of now, RFC 3339' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l filter -d 'Only scripts with TEXT in their path or title' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l report -d 'Report for other programs: json on stdout, or json=FILE, junit=FILE' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l coverage -d 'Say which states, steps and refusals of the machine the scripts visit, and which never: as a table, or as table=FILE, mermaid=FILE, svg=FILE' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l fail-under -d 'Fail where the scripts visit less than PERCENT of states, steps and refusals together' -r
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l check -d 'Compare each transcript with its snapshot [default where CI=true]'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l update -d 'Write the snapshot of every script that holds'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l diff -d 'Show where a transcript differs from its snapshot; as --check otherwise'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -l fail-fast -d 'Stop at the first script that does not hold'
complete -c vestibule -n "__fish_vestibule_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -l accept-clock -d 'Accept the clock although the home saw a later time: ends every sign-in, code, session and device trust'
complete -c vestibule -n "__fish_vestibule_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -l home -d 'The folder of the home [default: the platform\'s data folder, /vestibule]' -r -F
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -l output -d 'The form of what stdout carries' -r -f -a "text\t'For people'
json\t'For programs: one document'"
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -l color -d 'Colour on the terminal' -r -f -a "auto\t'On a terminal that has it, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -s q -l quiet -d 'Leave out hints and progress'
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -l no-input -d 'Never ask; what is missing is an error'
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -l yes -d 'Skip confirmations'
complete -c vestibule -n "__fish_vestibule_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
