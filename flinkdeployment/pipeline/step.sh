# What every step begins with. It is sourced: root is the repository's folder, step the script's name.
# shellcheck shell=sh
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
step=$(basename -- "$0")
# What the image is called in the base, without a tag; an overlay may give it another name (newName).
image=$(awk '$1 == "image:" { print $2 }' "$root/flinkdeployment/base/flinkdeployment.yaml")
# The branch that Argo CD follows (targetRevision in argocd).
followed=main

# Nothing is left behind, and what git or another program ends with is told as the failure of the step.
work=
ending() {
    ended=$?
    [ -z "$work" ] || rm -rf "$work"
    [ "$ended" -le 3 ] || exit 1
}
trap ending EXIT

# What was asked for cannot be done, or has failed.
refuse() {
    echo "$step: $1" >&2
    exit 1
}

# It was called wrongly, or something that it needs is missing.
stop() {
    echo "$step: $1" >&2
    exit 2
}

# needs TOOL WHERE-TO-GET-IT
needs() {
    command -v "$1" >/dev/null 2>&1 || stop "$1 is not here; $2"
}

needs_kubectl() {
    needs kubectl 'it renders the manifests: https://kubernetes.io/docs/tasks/tools'
}

# A tag is three numbers, and what the version of a road file is (16 digits) can be none.
check_tag() {
    echo "$1" | grep -Eqx '(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?' ||
        stop "'$1' is no tag of a release; they are like 0.2.0 or 0.2.0-rc.1"
}

check_environment() {
    case $1 in
        dev | prod) ;;
        *) stop "there is no environment '$1'; there are dev and prod" ;;
    esac
}

# The file that names the tag of an environment, from the repository's root on.
file_of() {
    echo "flinkdeployment/overlays/$1/kustomization.yaml"
}

# The tag that the environment's file in this folder names.
tag_of() {
    tag_named_in <"$root/$(file_of "$1")"
}

tag_named_in() {
    value_in newTag
}

# What a kustomization.yaml says of our image: value_in newTag|newName
value_in() {
    awk -v name="$image" -v key="$1:" '$1 == "-" { ours = $3 == name } ours && $1 == key { gsub(/"/, "", $2); print $2 }'
}

# What the image is called in an environment, without a tag.
image_of() {
    named=$(value_in newName <"$root/$(file_of "$1")")
    echo "${named:-$image}"
}

# What is committed is what is tried, and the past has to be whole to know which tags there were.
check_repository() {
    needs git 'https://git-scm.com'
    for who in GIT_AUTHOR GIT_COMMITTER; do
        git -C "$root" var "${who}_IDENT" >/dev/null 2>&1 ||
            stop "git does not know who commits; git config user.name and user.email, or set ${who}_NAME and ${who}_EMAIL"
    done
    [ -z "$(git -C "$root" status --porcelain)" ] ||
        refuse 'there are changes that are not committed; commit or stash them (git status)'
    [ "$(git -C "$root" rev-parse --is-shallow-repository)" = false ] ||
        refuse 'this clone has not the whole past; git fetch --unshallow, or tell the CI to fetch all of it'
    # A commit elsewhere would change nothing, and one on an old state would miss what others brought.
    here=$(git -C "$root" symbolic-ref --quiet --short HEAD || echo 'no branch')
    [ "$here" = "$followed" ] || refuse "this clone is on $here, and Argo CD follows $followed; git checkout $followed"
    if fetch_followed && [ "$(git -C "$root" rev-parse HEAD)" != "$(git -C "$root" rev-parse FETCH_HEAD)" ]; then
        refuse "$followed is not what origin has; git pull, or push what you have committed"
    fi
}

# What Argo CD sees is then FETCH_HEAD. Without an origin there is nothing to fetch.
fetch_followed() {
    git -C "$root" remote get-url origin >/dev/null 2>&1 || return 1
    git -C "$root" fetch --quiet origin "$followed" || refuse "$followed cannot be fetched from origin; see above"
}

# Whether some commit has brought this tag to the environment: tags_of ENVIRONMENT | grep -qxF TAG
tags_of() {
    file=$(file_of "$1")
    git -C "$root" log --format=%H -- "$file" | while read -r commit; do
        git -C "$root" show "$commit:$file" 2>/dev/null | tag_named_in
    done
}

# Writes the tag into the environment's file, holds what is rendered then to it, and commits. Where that fails, everything
# is as before: bring_tag ENVIRONMENT TAG
bring_tag() {
    file=$(file_of "$1")
    work=$(mktemp -d)
    awk -v name="$image" -v tag="$2" '
        $1 == "-" { ours = $3 == name }
        ours && $1 == "newTag:" { sub(/newTag:.*/, "newTag: " tag) }
        { print }' "$root/$file" >"$work/file" || return 1
    cat "$work/file" >"$root/$file"
    if ! check_rendered "$1" "$2"; then
        git -C "$root" checkout --quiet -- "$file"
        return 1
    fi
    commit_tag "$1" "Bring trip-preprocessing $2 to $1"
}

# Every container of ours carries the tag, the init container too, and waits for no road file that nobody has.
check_rendered() {
    if ! rendered=$(kubectl kustomize "$root/flinkdeployment/overlays/$1" 2>&1); then
        echo "$step: kubectl cannot render flinkdeployment/overlays/$1: $rendered" >&2
        return 1
    fi
    called=$(image_of "$1")
    images=$(printf '%s\n' "$rendered" | awk '{ sub(/^- /, "") } $1 == "image:" { print $2 }' |
        grep -F -e "$image" -e "$called" || true)
    if [ -z "$images" ] || echo "$images" | grep -qvxF "$called:$2"; then
        echo "$step: not every image in flinkdeployment/overlays/$1 is then $called:$2, but:" >&2
        echo "${images:-none}" >&2
        return 1
    fi
    if printf '%s\n' "$rendered" | grep -q '"0000000000000000"'; then
        echo "$step: flinkdeployment/overlays/$1/roads.yaml names no road file yet, so the pods would wait for ever;" \
            'write the version that trips roads tells' >&2
        return 1
    fi
}

# Nothing else was changed: check_repository saw to that.
commit_tag() {
    if ! git -C "$root" commit --quiet --message "$2" -- "$(file_of "$1")"; then
        git -C "$root" reset --quiet --hard
        echo "$step: git could not commit, see above; everything is as before" >&2
        return 1
    fi
    git -C "$root" log -1 --format="%h %s"
}

# Once more on top of what others have pushed meanwhile, if anything.
push_followed() {
    git -C "$root" push --quiet origin "$followed" 2>/dev/null && return
    if ! git -C "$root" pull --quiet --rebase origin "$followed"; then
        git -C "$root" rebase --abort 2>/dev/null || true
    elif git -C "$root" push --quiet origin "$followed"; then
        return
    fi
    refuse "the commit is made, but could not be pushed, see above; git push origin $followed, or git reset --hard HEAD~1"
}

# What build leaves for image, beside the job's jar: the commit that it is of, and the sums of what was built.
# shellcheck disable=SC2034
built=$root/jobs/trip-preprocessing/target/built-of

# The commit that the files here are of; nothing where one is changed.
commit_here() {
    [ -n "$(git -C "$root" status --porcelain)" ] || git -C "$root" rev-parse HEAD
}

# What is signed is what was built, whatever a tag is moved to.
check_digest() {
    echo "$1" | grep -Eqx '[^@]+@sha256:[0-9a-f]{64}' ||
        stop "'$1' does not name one image; it has to be NAME@sha256:…, as target/image.ref has it"
}
